-- Purpose: why records of an import were refused, and how often.
-- Parameter import: number of the import
-- Parameter limit: rows at most
-- Rows: one per field and reason, most first
SELECT field, reason, toInt64(uniqExact((topic, content, topic_epoch, kafka_partition, kafka_offset))) AS n
FROM rejected
WHERE import_id = {import:UInt32}
GROUP BY field, reason
ORDER BY n DESC, field, reason
LIMIT {limit:UInt32}
