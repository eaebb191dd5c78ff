-- Purpose: complaints that share telling words with a new one, those that share most of them first. .Narrow keeps to complaints that were
-- answered or ended and have the same topic, .Product to the same product also.
-- Parameter words: the most telling words of the new complaint
-- Parameter others: without .Narrow, words of which one must be there beside one of words, so that few are looked at
-- Parameter weights: how much each of words says
-- Parameter source: source of the new complaint, which is no case of its own
-- Parameter id: its number
-- Parameter topic: code of its topic
-- Parameter product: name of its product
-- Parameter limit: rows at most
-- Rows: one per complaint, at most limit
SELECT source, complaint_id, content, month, received_at, tokens
FROM (
    SELECT source, complaint_id, content, month, received_at, tokens,
           arraySum(arrayMap((w, n) -> if(has(tokens, w), n, 0), {words:Array(String)}, {weights:Array(UInt32)})) AS score
    FROM texts
    WHERE hasAnyTokens(tokens, {words:Array(String)})
    {{- if .Narrow}}
      AND content IN (
        SELECT content FROM facts
        WHERE topic = {topic:String}{{if .Product}} AND product = {product:String}{{end}}
          AND (isNotNull(closed_at) OR isNotNull(resolved_at) OR stage IN ('replied', 'first_response', 'resolved', 'closed')))
    {{- else}} AND hasAnyTokens(tokens, {others:Array(String)})
    {{- end}}
      AND NOT (source = {source:String} AND complaint_id = {id:String})
)
ORDER BY score DESC, received_at DESC, source, complaint_id
LIMIT 1 BY source, complaint_id
LIMIT {limit:UInt32}
