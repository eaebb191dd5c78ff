-- Purpose: the tellings in whose words a search is found. It is a part of other queries. .Search is the search: what was read is looked for in
-- texts, what was not yet in the arrivals.
-- Parameter from_month: first month, year×100+month
-- Parameter to_month: last month, year×100+month
-- Rows: one per telling, or several
SELECT source, complaint_id, content FROM texts WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32} AND {{.Search.Match}}
{{- if .Search.Unread}}
UNION ALL
SELECT source, complaint_id, content FROM complaints WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32} AND {{.Search.Unread}} AND {{.Search.Raw}}
{{- end}}
