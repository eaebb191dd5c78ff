-- Purpose: the complaints of a selection by day. .Now is the condition of the selection.
-- Rows: one per day that has complaints, oldest first
SELECT day, count()
FROM facts
WHERE {{.Now}}
GROUP BY day
ORDER BY day
