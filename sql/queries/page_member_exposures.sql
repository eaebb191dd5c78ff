-- Purpose: the denominators of some months by the values of one dimension. A value told again replaces the one before.
-- Parameter from: first month, year×100+month
-- Parameter to: last month, year×100+month
-- Parameter names: the names that the dimension goes by
-- Parameter undone: imports that do not stand
-- Rows: one per value, month and unit, in this order
SELECT member, month, unit, sum(told) AS value
FROM (
    SELECT source, month, toString(unit) AS unit, arrayFirst(v -> v != '', arrayMap(n -> dimensions[n], {names:Array(String)})) AS member, dimensions,
        argMax(value, (topic_epoch, kafka_offset)) AS told
    FROM exposures
    WHERE month >= {from:UInt32} AND month <= {to:UInt32}{{if .Undone}} AND import_id NOT IN {undone:Array(UInt32)}{{end}}
    GROUP BY source, month, unit, member, dimensions
)
WHERE member != ''
GROUP BY member, month, unit
ORDER BY member, month, unit
