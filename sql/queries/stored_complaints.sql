-- Purpose: how far each partition of complaints.v1 is stored. On a single server only parts are read that were not read before.
-- Parameter known: parts that were read before
-- Rows: one per topic epoch and Kafka partition; next is the offset after the last stored one
SELECT topic_epoch, kafka_partition, max(kafka_offset) + 1 AS next
FROM complaints
{{if eq (local "complaints") "complaints"}}WHERE _part NOT IN {known:Array(String)}{{end}}
GROUP BY topic_epoch, kafka_partition
ORDER BY topic_epoch, kafka_partition
