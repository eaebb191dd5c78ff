-- Purpose: the months that have facts, and the run that wrote each of them.
-- Rows: one per month, oldest first: month, complaints, run
SELECT month, count(), max(run)
FROM facts
GROUP BY month
ORDER BY month
