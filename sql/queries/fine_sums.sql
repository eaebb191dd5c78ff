-- Purpose: what the rules of the policy ask for the complaints of a month, by department, rule and grade.
-- Parameter month: year×100+month
-- Rows: one per department, rule and grade of which some complaint has a line
SELECT toString(department), toString(rule), toString(grade), count(), sum(toInt64(yuan)), sum(toInt64(up_to))
FROM judged
ARRAY JOIN fine_rules AS rule, fine_yuan AS yuan, fine_up_to AS up_to
WHERE month = {month:UInt32}
GROUP BY department, rule, grade
ORDER BY department, rule, grade
