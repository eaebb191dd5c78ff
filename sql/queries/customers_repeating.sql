-- Purpose: the customers of a selection with most complaints over a longer time. .Sides are the tables that it reads with their conditions,
-- .People the customers with what their class is told from, .Ended whether a complaint has an end.
-- Parameter people_first: first month over which customers are classed, year×100+month
-- Parameter people_last: last of them
-- Parameter limit: customers at most
-- Rows: one per customer with two complaints at least, most first: key, complaints, sum in dispute, valued tier, told again, escalated, tier,
-- segment, complaints of the selection, open ones, last day, topic
WITH
    here AS (
        SELECT person, sum(n) AS told
        FROM (
            {{- range $i, $s := .Sides}}{{if $i}}
            UNION ALL{{end}}
            SELECT customer AS person, count() AS n
            FROM {{.Table}}
            WHERE {{.Where}} AND customer != 0
            GROUP BY person
            {{- end}}
        )
        GROUP BY person
    ),
    most AS (
        SELECT p.customer AS person, toInt64(p.n) AS told_in_all, toInt64(p.amount) AS amount, toUInt8(p.has_tier) AS has_tier, toUInt8(p.retold) AS retold, toUInt8(p.escalated_once) AS escalated_once,
               toInt64(h.told) AS told_here, p.last_day AS last_day
        FROM ({{.People}}) AS p
        INNER JOIN here AS h ON h.person = p.customer
        WHERE told_in_all >= 2
        ORDER BY told_in_all DESC, told_here DESC, person
        LIMIT {limit:UInt32}
    )
SELECT m.person, m.told_in_all, m.amount, m.has_tier, m.retold, m.escalated_once, r.tier, r.segment, m.told_here, toInt64(r.open), m.last_day, r.about
FROM most AS m
LEFT ANY JOIN (
    SELECT customer AS person, argMax(toString(customer_tier), received_at) AS tier, argMax(toString(customer_segment), received_at) AS segment, countIf(NOT {{.Ended}}) AS open,
           arraySort(g -> (-g.1, g.2), arrayMap((t, n) -> (n, t), topics.1, topics.2))[1].2 AS about, sumMap([toString(topic)], [toInt64(1)]) AS topics
    FROM facts
    WHERE month BETWEEN {people_first:UInt32} AND {people_last:UInt32} AND customer IN (SELECT person FROM most)
    GROUP BY person
) AS r ON r.person = m.person
ORDER BY m.told_in_all DESC, m.told_here DESC, m.person
