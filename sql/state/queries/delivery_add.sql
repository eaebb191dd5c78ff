-- delivery_add
-- Purpose: plan to tell a finding at a level, unless it was told at this level or planned above it before. What waits to be told at this level
--   later is told at this time.
-- Parameter 1: number
-- Parameter 2: finding
-- Parameter 3: level
-- Parameter 4: recipient
-- Parameter 5: rule
-- Parameter 6: step
-- Parameter 7: due, in ms
-- Parameter 8: content, JSON
-- Parameter 9: why it is not told, empty when it is
-- Parameter 10: time in ms
-- Rows: none; one row is changed when it is new or comes earlier
INSERT INTO deliveries (number, finding, level, recipient, rule, step, due_at, notice, content, dropped, made_at)
SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS BIGINT), CAST($7 AS BIGINT), 0, CAST($8 AS TEXT), CAST($9 AS TEXT), CAST($10 AS BIGINT)
WHERE NOT EXISTS (SELECT 1 FROM deliveries WHERE finding = $2 AND recipient = $4 AND level > $3)
ON CONFLICT (finding, recipient, level) DO UPDATE SET rule = excluded.rule, step = excluded.step, due_at = excluded.due_at
WHERE deliveries.notice = 0 AND deliveries.dropped = '' AND excluded.dropped = '' AND excluded.due_at < deliveries.due_at
