-- Purpose: how many refused records there are.
-- Rows: one
SELECT uniqExact(if(file = '', topic, 'rejected.v1'), topic_epoch, kafka_partition, kafka_offset) FROM rejected
