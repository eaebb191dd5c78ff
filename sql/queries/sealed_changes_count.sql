-- Purpose: how many complaints of each sealed month changed.
-- Rows: one per month that has some, oldest first: month, complaints
SELECT month, count()
FROM sealed_changes
GROUP BY month
ORDER BY month
