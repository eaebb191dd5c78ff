-- Purpose: the primary topics of some complaints of one source.
-- Parameter month: year×100+month
-- Parameter source: of the complaints
-- Parameter ids: of the complaints
-- Rows: one per complaint and content
SELECT complaint_id, content, argMax(topic, (enriched_at, model))
FROM insights
WHERE month = {month:UInt32} AND source = {source:String} AND complaint_id IN {ids:Array(String)}
GROUP BY complaint_id, content
