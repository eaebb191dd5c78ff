-- Purpose: the complaints of a selection by month. .Now is the condition of the selection.
-- Rows: one per month that has complaints, oldest first
SELECT month, count()
FROM facts
WHERE {{.Now}}
GROUP BY month
ORDER BY month
