-- Purpose: the answers of a selection by everything that satisfaction is looked at by, one in every .Every of them. .Sides are the tables that it
-- reads with their conditions, .Is the conditions of outcomes.
-- Parameter clocks: codes of the clocks of the policy that stop at the end
-- Parameter first: first month, year×100+month
-- Parameter last: last month
-- Parameter now: the moment that decides whether an open clock has run out
-- Rows: one per values: values in the order of analytics.DriverAxes, answers, satisfied
WITH
    clocked AS (
        SELECT source, complaint_id,
               if(arrayExists((c, s, d) -> has({clocks:Array(String)}, c) AND (s = 'late' OR s = 'open' AND d < {now:DateTime64(3, 'Asia/Shanghai')}), clocks, states, due), 'late', 'met') AS kept
        FROM judged
        WHERE month BETWEEN {first:UInt32} AND {last:UInt32} AND hasAny(clocks, {clocks:Array(String)})
    )
SELECT [if(kept = '', 'none', kept), again, told_before, handed, granted, answer, about, unit, way, line] AS combination, toInt64(count()), toInt64(countIf(grade >= 4))
FROM (
    {{- range $i, $s := .Sides}}{{if $i}}
    UNION ALL{{end}}
    SELECT source, complaint_id, if(reopened > 0, 'yes', 'no') AS again, if(repeated = 1, 'yes', 'no') AS told_before, if(handed_over > 0, 'yes', 'no') AS handed,
           if(compensated > 0, 'yes', 'no') AS granted,
           {{$.ResponseBin}} AS answer,
           toString(topic) AS about, toString(department) AS unit, toString(channel) AS way, toString(product_line) AS line, ifNull(satisfaction, 0) AS grade
    FROM {{.Table}}
    WHERE {{.Where}} AND {{index $.Is "answered"}}{{if gt $.Every 1}} AND cityHash64(source, complaint_id) % {{$.Every}} = 0{{end}}
    {{- end}}
) AS f
LEFT ANY JOIN clocked AS c ON c.source = f.source AND c.complaint_id = f.complaint_id
GROUP BY combination
ORDER BY combination
