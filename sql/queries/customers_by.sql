-- Purpose: the complaints of a selection by what their sources tell of customers, .Value. .Sides are the tables that it reads with their
-- conditions, .Ended whether a complaint has an end.
-- Rows: one per value, most complaints first: value, customers, complaints, open, reopened, answers, satisfied
SELECT value, toInt64(uniqExactIf(person, person != 0)), toInt64(count()) AS n, toInt64(countIf(NOT has_ended)), toInt64(countIf(again > 0)), toInt64(countIf(grade > 0)), toInt64(countIf(grade >= 4))
FROM (
    {{- range $i, $s := .Sides}}{{if $i}}
    UNION ALL{{end}}
    SELECT {{$.Value}} AS value, customer AS person, {{$.Ended}} AS has_ended, reopened AS again, ifNull(satisfaction, 0) AS grade
    FROM {{.Table}}
    WHERE {{.Where}}
    {{- end}}
)
GROUP BY value
ORDER BY n DESC, value
