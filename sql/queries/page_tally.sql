-- Purpose: the count of a list and its books. .Fresh is page_fresh, .Now the condition of the selection, .Repeated keeps what has an
-- equal elder in it.
-- Parameter from_month: first month, year×100+month
-- Parameter to_month: last month
-- Rows: exactly one: complaints, without a topic though analysed, not yet analysed, that another telling counts for, that another text counts for
WITH counted AS (
    SELECT month, source, complaint_id, argMax((duplicate, copied), revision) AS mark
    FROM alike_marks
    WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32}
    GROUP BY month, source, complaint_id
)
SELECT count(), countIf(analysed = 1 AND topic = ''), countIf(analysed = 0),
       countIf((month, source, complaint_id) IN (SELECT month, source, complaint_id FROM counted WHERE mark.1 = 1)),
       countIf((month, source, complaint_id) IN (SELECT month, source, complaint_id FROM counted WHERE mark.2 = 1))
FROM (
    SELECT analysed, topic, month, source, complaint_id{{if .Repeated}}, row_number() OVER (PARTITION BY text_hash ORDER BY received_at, source, complaint_id) AS nth{{end}}
    FROM ({{.Fresh}})
    WHERE {{.Now}}{{if .Repeated}} AND text_hash != 0{{end}}
)
WHERE {{if .Repeated}}nth > 1{{else}}1{{end}}
