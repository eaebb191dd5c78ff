-- Purpose: the words of every content that complaints of one source were ever told with, whether it counts or not.
-- Parameter source: of the complaints
-- Parameter ids: of the complaints
-- Rows: one per complaint and content
SELECT complaint_id, version, content, month, bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset AS seq, subject, text, category
FROM complaints
WHERE source = {source:String} AND complaint_id IN {ids:Array(String)}
ORDER BY complaint_id, content, seq
LIMIT 1 BY complaint_id, content
