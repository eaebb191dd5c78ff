-- Purpose: the first and last day with complaints that count.
-- Rows: one per source
SELECT source, min(day), max(day)
FROM facts
GROUP BY source
ORDER BY source
