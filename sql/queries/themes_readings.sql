-- Purpose: what discover reads of a month: each complaint that counts, with the words of its winning telling and what was read from them.
-- Parameter month: year×100+month
-- Rows: one per complaint, by time, source and number
SELECT f.source, f.complaint_id, f.received_at,
       multiIf(c.subject = '', c.text, c.text = '', c.subject, startsWith(c.text, c.subject), c.text, concat(c.subject, '\n', c.text)) AS words,
       f.text_hash, toString(f.topic), r.confidence, f.customer, toString(f.product_line), toString(f.product), toString(f.model), toString(f.province),
       toString(f.city), f.sentiment, notEmpty(f.urgency) AS urgent, r.idea_from, r.idea_to
FROM facts AS f
ANY INNER JOIN (
    SELECT source, complaint_id, content, any(subject) AS subject, any(text) AS text
    FROM complaints
    WHERE month = {month:UInt32}
    GROUP BY source, complaint_id, content
) AS c ON c.source = f.source AND c.complaint_id = f.complaint_id AND c.content = f.content
ANY LEFT JOIN (
    SELECT source, complaint_id, content, argMax(confidence, (enriched_at, model)) AS confidence,
           argMax(arrayMap(x -> x.1, arrayFilter(x -> x.3 = 'idea:', arrayZip(evidence_from, evidence_to, evidence_topic))), (enriched_at, model)) AS idea_from,
           argMax(arrayMap(x -> x.2, arrayFilter(x -> x.3 = 'idea:', arrayZip(evidence_from, evidence_to, evidence_topic))), (enriched_at, model)) AS idea_to
    FROM insights
    WHERE month = {month:UInt32}
    GROUP BY source, complaint_id, content
) AS r ON r.source = f.source AND r.complaint_id = f.complaint_id AND r.content = f.content
WHERE f.month = {month:UInt32} AND f.wordless = 0
ORDER BY f.received_at, f.source, f.complaint_id
