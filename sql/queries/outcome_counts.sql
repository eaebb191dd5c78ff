-- Purpose: what came of the complaints of a selection, by source and by .Value, an expression over the columns of facts. .Sides are the tables
-- that it reads with their conditions, .Is the conditions of outcomes.
-- Rows: one per value and source, in this order
SELECT value, told_by, toInt64(sum(n)), toInt64(sum(responded)), toInt64(sum(ended)), toInt64(sum(again)), toInt64(sum(early)), toInt64(sum(unvisited)),
       toInt64(sum(unreached)), toInt64(sum(refused)), toInt64(sum(reached)), toInt64(sum(answered)), toInt64(sum(satisfied)), toInt64(sum(grades))
FROM (
    {{- range $i, $s := .Sides}}{{if $i}}
    UNION ALL{{end}}
    SELECT {{$.Value}} AS value, toString(source) AS told_by, count() AS n, countIf({{index $.Is "responded"}}) AS responded, countIf({{index $.Is "ended"}}) AS ended,
           countIf({{index $.Is "again"}}) AS again, countIf({{index $.Is "early"}}) AS early, countIf({{index $.Is "unvisited"}}) AS unvisited,
           countIf({{index $.Is "unreached"}}) AS unreached, countIf({{index $.Is "refused"}}) AS refused, countIf({{index $.Is "reached"}}) AS reached,
           countIf({{index $.Is "answered"}}) AS answered, countIf(ifNull(satisfaction, 0) >= 4) AS satisfied, sum(ifNull(satisfaction, 0)) AS grades
    FROM {{.Table}}
    WHERE {{.Where}}
    GROUP BY value, told_by
    {{- end}}
)
GROUP BY value, told_by
ORDER BY value, told_by
