-- Purpose: the complaints of a selection with an amount in dispute and an amount that was granted. .Sides are the tables that it reads with
-- their conditions.
-- Rows: one per two amounts in fen: in dispute, granted, complaints
SELECT owed, paid, toInt64(sum(n))
FROM (
    {{- range $i, $s := .Sides}}{{if $i}}
    UNION ALL{{end}}
    SELECT ifNull(amount_fen, 0) AS owed, paid_fen AS paid, count() AS n
    FROM {{.Table}}
    WHERE {{.Where}} AND {{index $.Is "owed"}}
    GROUP BY owed, paid
    {{- end}}
)
GROUP BY owed, paid
ORDER BY owed, paid
