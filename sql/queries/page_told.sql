-- Purpose: every telling of one complaint, the one that counts last.
-- Parameter source: its source
-- Parameter id: its number
-- Rows: one per version and content, by version, then by first arrival
SELECT version, content, min(arrived_at), uniqExact(topic_epoch, kafka_partition, kafka_offset),
       min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) AS first
FROM complaints
WHERE source = {source:String} AND complaint_id = {id:String}
GROUP BY version, content
ORDER BY version, first
