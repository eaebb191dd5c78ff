-- Purpose: the sums that the rules of the policy ask for the complaints of a month, line by line.
-- Parameter month: year×100+month
-- Parameter limit: lines at most
-- Rows: one per line, the largest sums first, at most limit
SELECT toString(source), complaint_id, received_at, toString(department), toString(handler), toString(grade), toString(rule), why, toInt64(yuan), toInt64(up_to)
FROM judged
ARRAY JOIN fine_rules AS rule, fine_whys AS why, fine_yuan AS yuan, fine_up_to AS up_to
WHERE month = {month:UInt32}
ORDER BY yuan DESC, source, complaint_id, rule
LIMIT {limit:UInt32}
