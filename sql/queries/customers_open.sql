-- Purpose: the open complaints of a selection with their clocks. .Sides are the tables that it reads with their conditions, .Ended whether a
-- complaint has an end.
-- Parameter first: first month of the selection, year×100+month
-- Parameter last: last of them
-- Parameter limit: complaints at most
-- Rows: one per complaint, those whose open clock runs out first at the beginning, those without behind them: source, number, received, tier,
-- department, topic, code of the clock, its end in milliseconds, how many there are in all
SELECT f.source, f.complaint_id, f.received_at, toString(f.tier), toString(f.unit), toString(f.about), c.clock, c.until, toInt64(count() OVER ())
FROM (
    {{- range $i, $s := .Sides}}{{if $i}}
    UNION ALL{{end}}
    SELECT source, complaint_id, received_at, customer_tier AS tier, department AS unit, topic AS about
    FROM {{.Table}}
    WHERE {{.Where}} AND NOT {{$.Ended}}
    {{- end}}
) AS f
LEFT ANY JOIN (
    SELECT source, complaint_id, argMin(toString(clock), ends) AS clock, toUnixTimestamp64Milli(min(ends)) AS until
    FROM judged
    ARRAY JOIN clocks AS clock, states AS state, due AS ends
    WHERE month BETWEEN {first:UInt32} AND {last:UInt32} AND state = 'open'
    GROUP BY source, complaint_id
) AS c ON c.source = f.source AND c.complaint_id = f.complaint_id
ORDER BY c.clock = '', c.until, f.received_at, f.source, f.complaint_id
LIMIT {limit:UInt32}
