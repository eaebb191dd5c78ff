-- Purpose: the complaints of a selection by day. .Sides are the tables that it reads with their conditions; a day is in one of them.
-- Rows: one per day that has complaints, oldest first
SELECT day, n
FROM (
    {{- range $i, $s := .Sides}}{{if $i}}
    UNION ALL{{end}}
    SELECT day, count() AS n
    FROM {{.Table}}
    WHERE {{.Where}}
    GROUP BY day
    {{- end}}
)
ORDER BY day
