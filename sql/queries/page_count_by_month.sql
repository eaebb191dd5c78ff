-- Purpose: the complaints of a selection by month. .Sides are the tables that it reads with their conditions; a month is in one of them.
-- Rows: one per month that has complaints, oldest first
SELECT month, n
FROM (
    {{- range $i, $s := .Sides}}{{if $i}}
    UNION ALL{{end}}
    SELECT month, count() AS n
    FROM {{.Table}}
    WHERE {{.Where}}
    GROUP BY month
    {{- end}}
)
ORDER BY month
