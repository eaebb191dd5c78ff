-- Purpose: the persons with some complaints or more in a month.
-- Parameter month: year×100+month
-- Parameter least: complaints at least
-- Rows: one per department and handler that is told, those with most first
SELECT toString(department) AS of, toString(handler) AS who, count() AS n
FROM judged
WHERE month = {month:UInt32} AND handler != ''
GROUP BY department, handler
HAVING n >= {least:UInt64}
ORDER BY n DESC, of, who
