-- Purpose: the complaints that the events of a range of offsets belong to.
-- Parameter epoch: of the topic
-- Parameter partition: of Kafka
-- Parameter from: first offset
-- Parameter to: offset after the last one
-- Rows: one per complaint
SELECT DISTINCT source, complaint_id
FROM events
WHERE topic_epoch = {epoch:UInt32} AND kafka_partition = {partition:UInt16}
  AND kafka_offset >= {from:UInt64} AND kafka_offset < {to:UInt64}
