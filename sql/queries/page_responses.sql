-- Purpose: how many complaints of a selection were judged by the policy, and how their clocks of the first response stand. .Judged are the rows
-- of what was judged of its months, .Sides the tables that the selection reads with their conditions where it asks for more than months.
-- Rows: exactly one: judged; met, late or run out; met
SELECT count(), countIf(response IN ('met', 'late') OR response = 'open' AND response_due < moment), countIf(response = 'met')
FROM ({{.Judged}})
{{- if .Sides}}
WHERE (month, source, complaint_id) IN (
    {{- range $i, $s := .Sides}}{{if $i}}
    UNION ALL{{end}}
    SELECT month, source, complaint_id FROM {{.Table}} WHERE {{.Where}}
    {{- end}}
)
{{- end}}
