-- Purpose: how many complaints of a month were judged, by department.
-- Parameter month: year×100+month
-- Rows: one per department, those with most first
SELECT toString(department) AS value, count() AS n
FROM judged
WHERE month = {month:UInt32}
GROUP BY department
ORDER BY n DESC, value
