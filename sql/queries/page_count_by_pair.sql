-- Purpose: the complaints of a selection by the pairs of values of two axes. .Axis and .Other are columns, .Sides the tables that it
-- reads with their conditions.
-- Rows: one per pair that occurs, most first
SELECT a, b, sum(part) AS n
FROM (
    {{- range $i, $s := .Sides}}{{if $i}}
    UNION ALL{{end}}
    SELECT toString({{$.Axis}}) AS a, toString({{$.Other}}) AS b, count() AS part
    FROM {{.Table}}
    WHERE {{.Where}}
    GROUP BY {{$.Axis}}, {{$.Other}}
    {{- end}}
)
GROUP BY a, b
ORDER BY n DESC, a, b
