-- Purpose: what many complaints of the last hours have in common, of different customers. A customer that is not told counts as one for
-- each complaint.
-- Parameter months: of the last hours, year×100+month
-- Parameter since: their beginning
-- Parameter until: their end
-- Parameter least: complaints at least
-- Parameter people: customers at least
-- Rows: one per value or pair of values
SELECT axis, second, value, second_value, n, people
FROM (
{{range $i, $s := .Sets}}{{if $i}}    UNION ALL
{{end}}    SELECT '{{index $s 0}}' AS axis, '{{index $s 1}}' AS second, toString({{index $s 0}}) AS value, {{if index $s 1}}toString({{index $s 1}}){{else}}''{{end}} AS second_value, count() AS n,
        uniqExact(if(customer = 0, cityHash64(source, complaint_id), customer)) AS people
    FROM facts
    WHERE month IN {months:Array(UInt32)} AND received_at > {since:DateTime64(3, 'Asia/Shanghai')} AND received_at <= {until:DateTime64(3, 'Asia/Shanghai')} AND {{index $s 0}} != ''{{if index $s 1}} AND {{index $s 1}} != ''{{end}}
    GROUP BY value, second_value
    HAVING n >= {least:UInt64} AND people >= {people:UInt64}
{{end}})
ORDER BY axis, second, value, second_value
