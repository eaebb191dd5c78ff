-- Purpose: the complaints of two selections by the values of several axes, in one pass over the rows. .Axes are columns, .Sides and .Base
-- the tables of the selections with their conditions.
-- Rows: one per axis and value that either side has
{{define "pairs"}}[{{range $i, $a := .}}{{if $i}}, {{end}}('{{$a}}', toString({{$a}})){{end}}] AS pairs{{end -}}
SELECT pair.1 AS axis, pair.2 AS value, toUInt64(sum(now)) AS n, toUInt64(sum(1 - now)) AS base
FROM (
    {{- range $i, $s := .Sides}}{{if $i}}
    UNION ALL{{end}}
    SELECT {{template "pairs" $.Axes}}, 1 AS now FROM {{.Table}} WHERE {{.Where}}
    {{- end}}
    {{- range .Base}}
    UNION ALL
    SELECT {{template "pairs" $.Axes}}, 0 AS now FROM {{.Table}} WHERE {{.Where}}
    {{- end}}
)
ARRAY JOIN pairs AS pair
GROUP BY axis, value
ORDER BY axis, n DESC, base DESC, value
