-- Purpose: how many records of complaints were refused.
-- Rows: one per source, which is empty where it could not be read
SELECT source, uniqExact((content, topic_epoch, kafka_partition, kafka_offset))
FROM rejected
WHERE topic = 'complaints.v1'
GROUP BY source
ORDER BY source
