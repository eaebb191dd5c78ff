-- Purpose: the newest reading of one telling.
-- Parameter source: source of the complaint
-- Parameter id: its number
-- Parameter content: the content
-- Rows: one, none while it waits to be read
SELECT month, model, topic, topic_from, confidence, topic_why, why_from, why_confidence, topic_where, where_from, where_confidence, other_topics, evidence_topic, evidence_from, evidence_to, keywords, sentiment, rating, temper, urgency, demands, ideas, text_hash, characters, wordless, enriched_at
FROM insights
WHERE source = {source:String} AND complaint_id = {id:String} AND content = {content:UInt64}
ORDER BY enriched_at DESC, model DESC
LIMIT 1
