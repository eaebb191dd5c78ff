-- Purpose: what each source sent in each month, with its first and last day there, of complaints that count.
-- Days first, as these come from a projection.
-- Rows: one per source and month that has any
SELECT source, month, sum(n), min(day), max(day)
FROM (SELECT month, day, source, count() AS n FROM facts GROUP BY month, day, source)
GROUP BY source, month
ORDER BY source, month
