-- Purpose: the newest tellings that may belong to a list. A telling that lost may be among them, as may a complaint that ended: page_list
-- decides over the few that are found here. .Now is the condition without labels of the taxonomy, .Labels are those
-- axes of it that are asked for, by any reading (their codes are the parameters labels0, labels1 …), .After
-- continues a list, .Said is the condition on what any reading says else.
-- Parameter from_month: first month, year×100+month
-- Parameter to_month: last month, year×100+month
-- Parameter after_at: time of the last line of the page before
-- Parameter after_source: its source
-- Parameter after_id: its number
-- Parameter limit: tellings at most
-- Parameter undone: imports that do not stand
-- Rows: one per telling, newest first
SELECT source, complaint_id, received_at, content
FROM (
    SELECT *, toDate(received_at, 'Asia/Shanghai') AS day
    FROM complaints
    WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32}{{if .Undone}} AND import_id NOT IN {undone:Array(UInt32)}{{end}}
)
WHERE {{.Now}}
{{- range $i, $column := .Labels}}
  AND sipHash64(source, complaint_id, content) IN (
    SELECT sipHash64(source, complaint_id, content) FROM insights
    WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32} AND {{$column}} IN {labels{{$i}}:Array(String)})
{{- end}}
{{- if .Said}}
  AND sipHash64(source, complaint_id, content) IN (
    SELECT sipHash64(source, complaint_id, content) FROM insights
    WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32} AND {{.Said}})
{{- end}}
{{- if .After}}
  AND (received_at, source, complaint_id) < ({after_at:DateTime64(3, 'Asia/Shanghai')}, {after_source:String}, {after_id:String})
{{- end}}
ORDER BY received_at DESC, source DESC, complaint_id DESC
LIMIT {limit:UInt32}
-- Over a Distributed table lazy columns lose their names (code 10, ClickHouse 26.7); there is none among these that would be worth it.
SETTINGS query_plan_optimize_lazy_materialization = 0
