-- Purpose: the groups of alike complaints that have the most complaints in a selection. .Column names the groups, .Sides are the tables that the
-- selection reads with their conditions.
-- Parameter limit: groups at most
-- Rows: one per group of two complaints at least, most first
SELECT id, count() AS n, uniqExactIf(customer, customer != 0), min(received_at), max(received_at),
       argMin(topic, place), argMin(source, place), argMin(complaint_id, place), argMin(month, place), argMin(content, place)
FROM (
    {{- range $i, $s := .Sides}}{{if $i}}
    UNION ALL{{end}}
    SELECT {{$.Column}} AS id, customer, received_at, (received_at, source, complaint_id) AS place, toString(topic) AS topic, toString(source) AS source, complaint_id, month, content
    FROM {{.Table}}
    WHERE {{.Where}} AND {{$.Column}} != 0
    {{- end}}
)
GROUP BY id
HAVING n > 1
ORDER BY n DESC, id
LIMIT {limit:UInt32}
