-- Purpose: the first and last day with complaints that count.
-- Days first, as these come from a projection.
-- Rows: one per source
SELECT source, min(day), max(day)
FROM (SELECT source, day FROM facts GROUP BY source, day)
GROUP BY source
ORDER BY source
