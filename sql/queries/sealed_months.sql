-- Purpose: how many complaints are put away of each month.
-- Rows: one per month that has some, oldest first: month, complaints
SELECT month, count()
FROM sealed
GROUP BY month
ORDER BY month
