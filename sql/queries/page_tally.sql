-- Purpose: the count of a list and its books. .Fresh is page_fresh, .Now the condition of the selection, .Repeated keeps what has an
-- equal elder in it.
-- Rows: exactly one: complaints, without a topic though analysed, not yet analysed, that another telling counts for, that another text counts for
SELECT count(), countIf(analysed = 1 AND topic = ''), countIf(analysed = 0),
       countIf(duplicate = 1), countIf(copied = 1)
FROM (
    SELECT analysed, topic, duplicate, copied{{if .Repeated}}, row_number() OVER (PARTITION BY text_hash ORDER BY received_at, source, complaint_id) AS nth{{end}}
    FROM ({{.Fresh}})
    WHERE {{.Now}}{{if .Repeated}} AND text_hash != 0{{end}}
)
WHERE {{if .Repeated}}nth > 1{{else}}1{{end}}
