-- Purpose: one page of a list of complaints, by key: newest first, after the last line of the page before. .Fresh is page_fresh, .Now
-- the condition of the selection, .Repeated keeps what has an equal elder in it, .After continues, .Kept adds what
-- the table of the rows tells besides.
-- Parameter after_at: time of the last line of the page before
-- Parameter after_source: its source
-- Parameter after_id: its number
-- Parameter limit: lines at most
-- Rows: one per line, at most limit
SELECT source, complaint_id, version, content, received_at, month, analysed, topic, wordless, toUInt8(duplicate), toUInt8(copied){{if .Kept}}, stage, insight_model{{end}}
FROM (
    SELECT *{{if .Repeated}}, row_number() OVER (PARTITION BY text_hash ORDER BY received_at, source, complaint_id) AS nth{{end}}
    FROM ({{.Fresh}})
    WHERE {{.Now}}{{if .Repeated}} AND text_hash != 0{{end}}
)
WHERE {{if .Repeated}}nth > 1{{else}}1{{end}}
{{- if .After}}
  AND (received_at, source, complaint_id) < ({after_at:DateTime64(3, 'Asia/Shanghai')}, {after_source:String}, {after_id:String})
{{- end}}
ORDER BY received_at DESC, source DESC, complaint_id DESC
LIMIT {limit:UInt32}
