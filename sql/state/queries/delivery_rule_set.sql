-- delivery_rule_set
-- Purpose: keep a rule in the place of the one with its number.
-- Parameter 1: number
-- Parameter 2: content, JSON
-- Parameter 3: who
-- Parameter 4: time in ms
-- Rows: none
INSERT INTO delivery_rules (number, content, made_by, made_at, gone_at) VALUES ($1, $2, $3, $4, 0)
ON CONFLICT (number) DO UPDATE SET content = excluded.content, made_by = excluded.made_by, made_at = excluded.made_at
WHERE delivery_rules.gone_at = 0
