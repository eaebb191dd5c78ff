-- Purpose: complaints of two months by the values of one axis, on the days and of the sources that may be compared.
-- Parameter axis: column of facts
-- Parameter month: year×100+month
-- Parameter from: first day in the month
-- Parameter to: last day in the month
-- Parameter base: the month that it is compared with, year×100+month
-- Parameter base_from: first day in the base
-- Parameter base_to: last day in the base
-- Parameter sources: that take part
-- Parameter least: complaints in both together below which a value is left out
-- Rows: one per value
SELECT toString({axis:Identifier}) AS value, countIf(month = {month:UInt32}) AS n, countIf(month = {base:UInt32}) AS base_n
FROM facts
WHERE (month = {month:UInt32} AND day BETWEEN {from:Date} AND {to:Date}
    OR month = {base:UInt32} AND day BETWEEN {base_from:Date} AND {base_to:Date})
  AND source IN {sources:Array(String)}
GROUP BY value
HAVING n + base_n >= {least:UInt64}
ORDER BY value
