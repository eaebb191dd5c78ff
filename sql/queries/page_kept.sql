-- Purpose: the complaints of a selection as a table keeps them, with the columns of page_fresh in its order: facts as they were assembled,
-- or sealed. It is a part of other queries. .Table is the table, .Where its condition; .Columns and .Labels are the columns that the condition needs, .Words looks for words in the telling that was kept, by .Found, .Lives adds what became of
-- the complaints, .Disorder whether their steps contradict each other, .Kept what lists show besides.
-- Rows: one per complaint
SELECT
    source, complaint_id, version, content, received_at, day, month,
    {{if .Words}}content IN (SELECT content FROM ({{.Found}})){{else}}1{{end}} AS found{{range .Columns}}, {{.}}{{end}},
    insight_model != '' AS analysed, topic, text_hash, wordless{{range .Labels}}, {{.}}{{end}}, 1 - deduplicated AS duplicate, 1 - untemplated AS copied
    {{- if .Lives}},
    ifNull(satisfaction, 0) AS satisfaction{{if .Disorder}},
    contradicts{{end}}
    {{- end}}
    {{- if .Kept}},
    stage, insight_model
    {{- end}}
FROM {{.Table}}
WHERE {{.Where}}
