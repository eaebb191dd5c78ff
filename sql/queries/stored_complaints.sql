-- Purpose: how far each partition of complaints.v1 is stored.
-- Rows: one per topic epoch and Kafka partition; next is the offset after the last stored one
SELECT topic_epoch, kafka_partition, max(kafka_offset) + 1 AS next
FROM complaints
GROUP BY topic_epoch, kafka_partition
ORDER BY topic_epoch, kafka_partition
