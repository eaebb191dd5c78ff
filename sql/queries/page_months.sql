-- Purpose: the months that have facts, and the run that wrote each of them. Counts come from the parts' own books; a run wrote all rows of
-- its month, so the first row of every part tells it.
-- Rows: one per month, oldest first: month, complaints, run
SELECT month, sum(n), max(run)
FROM (
    SELECT month, count() AS n, toUInt64(0) AS run FROM facts GROUP BY month
    UNION ALL
    SELECT month, toUInt64(0) AS n, max(run) AS run FROM facts WHERE _part_offset = 0 GROUP BY month
)
GROUP BY month
ORDER BY month
