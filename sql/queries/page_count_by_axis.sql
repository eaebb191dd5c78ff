-- Purpose: the complaints of two selections by the values of an axis. Each side is a plain count of its own, because only that can be
-- answered from the projections. .Axis is a column, .Now and .Base are the conditions of the selections; without .Base there is one side.
-- Rows: one per value that either side has, most of the first side first: value, count, count of the base
SELECT value, sum(n), sum(base) AS was
FROM (
    SELECT toString({{.Axis}}) AS value, count() AS n, toUInt64(0) AS base
    FROM facts
    WHERE {{.Now}}
    GROUP BY {{.Axis}}
    {{- if .Base}}
    UNION ALL
    SELECT toString({{.Axis}}) AS value, toUInt64(0) AS n, count() AS base
    FROM facts
    WHERE {{.Base}}
    GROUP BY {{.Axis}}
    {{- end}}
)
GROUP BY value
ORDER BY sum(n) DESC, was DESC, value
