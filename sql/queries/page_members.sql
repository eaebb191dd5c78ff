-- Purpose: the complaints of a selection by the values of an axis, month and topic, with the first day of each. .Axis is a column, .Sides
-- the tables that it reads with their conditions.
-- Rows: one per value, month and topic that occur, by value and month: value, month, topic, count, first day
SELECT value, month, topic, sum(part) AS n, min(began) AS first
FROM (
    {{- range $i, $s := .Sides}}{{if $i}}
    UNION ALL{{end}}
    SELECT toString({{$.Axis}}) AS value, month, toString(topic) AS topic, count() AS part, min(day) AS began
    FROM {{.Table}}
    WHERE {{.Where}}
    GROUP BY {{$.Axis}}, month, topic
    {{- end}}
)
GROUP BY value, month, topic
ORDER BY value, month, topic
