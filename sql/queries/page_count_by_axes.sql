-- Purpose: the complaints of two selections by the values of several axes, in one pass over the rows. .Axes are columns, .Now and .Base
-- are the conditions of the selections.
-- Rows: one per axis and value that either side has
SELECT pair.1 AS axis, pair.2 AS value, toUInt64(sum(now)) AS n, toUInt64(sum(1 - now)) AS base
FROM (
    SELECT [{{range $i, $a := .Axes}}{{if $i}}, {{end}}('{{$a}}', toString({{$a}})){{end}}] AS pairs, 1 AS now FROM facts WHERE {{.Now}}
    UNION ALL
    SELECT [{{range $i, $a := .Axes}}{{if $i}}, {{end}}('{{$a}}', toString({{$a}})){{end}}] AS pairs, 0 AS now FROM facts WHERE {{.Base}}
)
ARRAY JOIN pairs AS pair
GROUP BY axis, value
ORDER BY axis, n DESC, base DESC, value
