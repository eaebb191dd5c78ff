-- Purpose: words of complaints of some months, a sample that is the same whenever the complaints are. Of several tellings any one is taken:
-- what is made from the sample are shares and examples.
-- Parameter from_month: first month, year×100+month
-- Parameter to_month: last month, year×100+month
-- Parameter limit: complaints at most
-- Parameter undone: imports that do not stand
-- Rows: one per complaint
SELECT source, complaint_id, month, subject, text, category
FROM complaints
WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32}{{if .Undone}} AND import_id NOT IN {undone:Array(UInt32)}{{end}}
ORDER BY sipHash64(source, complaint_id), source, complaint_id
LIMIT 1 BY source, complaint_id
LIMIT {limit:UInt32}
