-- Purpose: the complaints of a selection by the classes of their customers. .Sides are the tables that it reads with their conditions, .People
-- the customers with what .Class is told from, .Ended whether a complaint has an end.
-- Rows: one per class that has complaints: class, customers, complaints, open, reopened, answers, satisfied
SELECT if(f.customer = 0, 'unknown', if(c.class = '', 'once', c.class)) AS of_class, toInt64(uniqExactIf(f.customer, f.customer != 0)), toInt64(count()), toInt64(countIf(NOT f.has_ended)),
       toInt64(countIf(f.again > 0)), toInt64(countIf(f.grade > 0)), toInt64(countIf(f.grade >= 4))
FROM (
    {{- range $i, $s := .Sides}}{{if $i}}
    UNION ALL{{end}}
    SELECT customer, {{$.Ended}} AS has_ended, reopened AS again, ifNull(satisfaction, 0) AS grade
    FROM {{.Table}}
    WHERE {{.Where}}
    {{- end}}
) AS f
LEFT ANY JOIN (SELECT customer, {{.Class}} AS class FROM ({{.People}})) AS c ON c.customer = f.customer
GROUP BY of_class
ORDER BY of_class
