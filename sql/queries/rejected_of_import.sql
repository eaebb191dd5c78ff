-- Purpose: the records of an import that were refused, with where and why.
-- Parameter import: number of the import
-- Parameter limit: rows at most
-- Rows: one per record, by file and line
SELECT topic, source, complaint_id, reason, field, file, line, payload, sealed
FROM rejected
WHERE import_id = {import:UInt32}
ORDER BY file, line, topic, topic_epoch, kafka_partition, kafka_offset
LIMIT 1 BY topic, content, topic_epoch, kafka_partition, kafka_offset
LIMIT {limit:UInt32}
