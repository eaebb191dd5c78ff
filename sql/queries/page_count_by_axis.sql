-- Purpose: the complaints of two selections by the values of an axis. Each table of each side is a plain count of its own, because only
-- that can be answered from the projections. .Axis is a column, .Sides and .Base are the tables of the selections with their conditions;
-- without .Base there is one side.
-- Rows: one per value that either side has, most of the first side first: value, count, count of the base, 去重件, 去模板件
SELECT value, sum(n), sum(base) AS was, sum(matters), sum(wordings)
FROM (
    {{- range $i, $s := .Sides}}{{if $i}}
    UNION ALL{{end}}
    SELECT toString({{$.Axis}}) AS value, count() AS n, toUInt64(0) AS base, sum(deduplicated) AS matters, sum(untemplated) AS wordings
    FROM {{.Table}}
    WHERE {{.Where}}
    GROUP BY {{$.Axis}}
    {{- end}}
    {{- range .Base}}
    UNION ALL
    SELECT toString({{$.Axis}}) AS value, toUInt64(0) AS n, count() AS base, toUInt64(0) AS matters, toUInt64(0) AS wordings
    FROM {{.Table}}
    WHERE {{.Where}}
    GROUP BY {{$.Axis}}
    {{- end}}
)
GROUP BY value
ORDER BY sum(n) DESC, was DESC, value
