-- Purpose: the newest tellings in whose words a search is found, for a list. A telling that lost may be among them, as may a complaint that
-- ended: page_list decides over the few that are found here. .Search is the search, .Now the condition without labels of the
-- taxonomy and empty when there is none but days, .Days that of days, .Labels are the axes of it that are asked for, by any reading (their
-- codes are the parameters labels0, labels1 …), .After continues a list, .Found is page_found.
-- Parameter from_month: first month, year×100+month
-- Parameter to_month: last month, year×100+month
-- Parameter after_at: time of the last line of the page before
-- Parameter after_source: its source
-- Parameter after_id: its number
-- Parameter limit: tellings at most
-- Parameter undone: imports that do not stand
-- Rows: one per telling, newest first
{{define "rest"}}
{{- if .Now}}
  AND content IN (
    SELECT content FROM (SELECT *, toDate(received_at, 'Asia/Shanghai') AS day FROM complaints WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32}{{if .Undone}} AND import_id NOT IN {undone:Array(UInt32)}{{end}})
    WHERE {{.Now}} AND content IN (SELECT content FROM ({{.Found}})))
{{- end}}
{{- range $i, $column := .Labels}}
  AND content IN (
    SELECT content FROM insights WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32} AND {{$column}} IN {labels{{$i}}:Array(String)})
{{- end}}
{{- if .After}}
  AND (received_at, source, complaint_id) < ({after_at:DateTime64(3, 'Asia/Shanghai')}, {after_source:String}, {after_id:String})
{{- end}}
ORDER BY received_at DESC, source DESC, complaint_id DESC
LIMIT {limit:UInt32}
{{- end}}
SELECT source, complaint_id, received_at, content
FROM (
    SELECT source, complaint_id, received_at, content, month, toDate(received_at, 'Asia/Shanghai') AS day
    FROM texts
    WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32} AND {{.Days}} AND {{.Search.Match}}
    {{- template "rest" .}}
    {{- if .Search.Unread}}
    UNION ALL
    SELECT source, complaint_id, received_at, content, month, toDate(received_at, 'Asia/Shanghai') AS day
    FROM complaints
    WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32} AND {{.Days}} AND {{.Search.Unread}} AND {{.Search.Raw}}
    {{- template "rest" .}}
    {{- end}}
)
ORDER BY received_at DESC, source DESC, complaint_id DESC
LIMIT {limit:UInt32}
