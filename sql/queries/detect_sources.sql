-- Purpose: what each source sent in two months.
-- Parameter month: year×100+month
-- Parameter base: the month that it is compared with, year×100+month
-- Rows: one per source that sent anything in either
SELECT source, countIf(month = {month:UInt32}), countIf(month = {base:UInt32})
FROM facts
WHERE month IN ({month:UInt32}, {base:UInt32})
GROUP BY source
ORDER BY source
