-- delivery_rule_remove
-- Purpose: take a rule away.
-- Parameter 1: time in ms
-- Parameter 2: number
-- Rows: none; one row is changed when there was such a rule
UPDATE delivery_rules SET gone_at = $1 WHERE number = $2 AND gone_at = 0
