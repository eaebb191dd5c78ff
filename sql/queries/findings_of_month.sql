-- Purpose: the findings of a month.
-- Parameter month: year×100+month
-- Rows: one per finding, by kind, axis and value
SELECT id, kind, month, base, axis, value, n, base_n, days, whole, score, run, made_at
FROM findings
WHERE month = {month:UInt32}
ORDER BY kind, axis, value
