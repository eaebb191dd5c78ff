-- delivery_rule_list
-- Purpose: the rules that stand.
-- Rows: number, content, who, when; in the order in which they were made
SELECT number, content, made_by, made_at FROM delivery_rules WHERE gone_at = 0 ORDER BY number
