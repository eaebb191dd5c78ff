-- Purpose: how many complaints of some imports were refused.
-- Parameter imports: numbers of the imports
-- Rows: one per import that has any
SELECT import_id, uniqExact((topic, content, topic_epoch, kafka_partition, kafka_offset))
FROM rejected
WHERE import_id IN {imports:Array(UInt32)} AND topic = 'complaints.v1'
GROUP BY import_id
