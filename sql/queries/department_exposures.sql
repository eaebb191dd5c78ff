-- Purpose: the denominators of a month in one unit, by department. A value told again replaces the one before. A source that tells a
-- department's total, split by nothing else, is taken by it, so that its splits are not added to it.
-- Parameter month: year×100+month
-- Parameter unit: orders, users, policies …
-- Parameter undone: imports that do not stand
-- Rows: one per department
SELECT department, sum(if(totals > 0, total, splits)) AS value
FROM (
    SELECT source, department, countIf(length(dimensions) = 1) AS totals, sumIf(told, length(dimensions) = 1) AS total, sum(told) AS splits
    FROM (
        SELECT source, dimensions, dimensions['department'] AS department, argMax(value, (topic_epoch, kafka_offset)) AS told
        FROM exposures
        WHERE month = {month:UInt32} AND unit = {unit:String} AND mapContains(dimensions, 'department'){{if .Undone}} AND import_id NOT IN {undone:Array(UInt32)}{{end}}
        GROUP BY source, dimensions
    )
    GROUP BY source, department
)
GROUP BY department
ORDER BY department
