-- Purpose: tellings of a month whose subject or text contains one of some words, page by page, whether they count or not. .Found is
-- page_found for the words.
-- Parameter month: year×100+month
-- Parameter source: of the last complaint of the page before, empty for the first page
-- Parameter id: of the last complaint of the page before
-- Parameter limit: rows at most, but that the last complaint is whole
-- Rows: one per telling, or several when it came again, by source and complaint_id
SELECT source, complaint_id, version, content, month, bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset AS seq, received_at, subject, text, category
FROM complaints
WHERE month = {month:UInt32} AND source >= {source:String} AND (source > {source:String} OR complaint_id > {id:String})
  AND content IN (SELECT content FROM ({{.Found}}))
ORDER BY source, complaint_id
LIMIT {limit:UInt32} WITH TIES
