-- Purpose: the findings of some months.
-- Parameter from: first month, year×100+month
-- Parameter to: last month
-- Rows: one per finding, by month, highest level and largest score first, then id
SELECT id, kind, month, axes, values, day_from, day_to, peak, base_from, base_to, sources, fall, whole, running, quick, level,
       observed, expected, low, high, chance, score, common, risen, basis, run, made_at
FROM findings
WHERE month BETWEEN {from:UInt32} AND {to:UInt32}
ORDER BY month, level DESC, abs(score) DESC, id
