-- Purpose: one finding.
-- Parameter id: its id
-- Rows: one, or none
SELECT id, kind, month, axes, values, day_from, day_to, peak, base_from, base_to, sources, fall, whole, running, quick, level,
       observed, expected, low, high, chance, score, common, risen, basis, run, made_at
FROM findings
WHERE id = {id:UInt64}
LIMIT 1
