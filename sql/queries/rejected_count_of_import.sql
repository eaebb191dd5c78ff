-- Purpose: how many complaints of an import were refused.
-- Parameter import: number of the import
-- Rows: one
SELECT uniqExact((topic, content, topic_epoch, kafka_partition, kafka_offset))
FROM rejected
WHERE import_id = {import:UInt32} AND topic = 'complaints.v1'
