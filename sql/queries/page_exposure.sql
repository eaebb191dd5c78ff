-- Purpose: the denominators of a month. A value told again replaces the one before. A source that tells a total, without dimensions, is
-- taken by its total, so that its splits are not added to it.
-- Parameter month: year×100+month
-- Parameter undone: imports that do not stand
-- Rows: one per unit, largest first
SELECT unit, sum(if(totals > 0, total, splits)) AS value
FROM (
    SELECT source, unit, countIf(empty(dimensions)) AS totals, sumIf(told, empty(dimensions)) AS total, sum(told) AS splits
    FROM (
        SELECT source, toString(unit) AS unit, dimensions, argMax(value, (topic_epoch, kafka_offset)) AS told
        FROM exposures
        WHERE month = {month:UInt32}{{if .Undone}} AND import_id NOT IN {undone:Array(UInt32)}{{end}}
        GROUP BY source, unit, dimensions
    )
    GROUP BY source, unit
)
GROUP BY unit
ORDER BY value DESC
