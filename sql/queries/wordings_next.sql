-- Purpose: the first stored offset of a range, to step over a gap.
-- Parameter epoch: of the topic
-- Parameter partition: of Kafka
-- Parameter from: first offset
-- Parameter to: offset after the last one
-- Rows: one; the end of the range when it is empty
SELECT if(count() = 0, {to:UInt64}, min(kafka_offset))
FROM complaints
WHERE topic_epoch = {epoch:UInt32} AND kafka_partition = {partition:UInt16}
  AND kafka_offset >= {from:UInt64} AND kafka_offset < {to:UInt64}
