-- Purpose: of how many complaints somebody has to be told, by rule of escalation.
-- Parameter month: year×100+month
-- Rows: one per rule: complaints of the month, and those of all months that are not finished
SELECT toString(rule) AS name, countIf(month = {month:UInt32}), countIf(unfinished = 1)
FROM judged
ARRAY JOIN tell AS rule
GROUP BY rule
ORDER BY name
