-- Purpose: the complaints of a selection by the pairs of values of two axes. .Axis and .Other are columns, .Now is the condition.
-- Rows: one per pair that occurs, most first
SELECT toString({{.Axis}}) AS a, toString({{.Other}}) AS b, count() AS n
FROM facts
WHERE {{.Now}}
GROUP BY {{.Axis}}, {{.Other}}
ORDER BY n DESC, a, b
