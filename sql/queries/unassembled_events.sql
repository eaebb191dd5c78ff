-- Purpose: events of complaints of a month that were stored and are above a watermark.
-- Parameter month: year×100+month
-- Parameter places: Kafka partitions of events.v1 below the watermark, epoch×65536+partition
-- Parameter nexts: the first offset above the watermark in each of these
-- Rows: exactly one
SELECT count()
FROM events
WHERE kafka_offset >= transform(toUInt64(topic_epoch) * 65536 + kafka_partition, {places:Array(UInt64)}, {nexts:Array(UInt64)}, toUInt64(0))
  AND (source, complaint_id) IN (SELECT source, complaint_id FROM complaints WHERE month = {month:UInt32})
