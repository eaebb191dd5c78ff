-- delivery_waiting
-- Purpose: what waits to be told and is due by a time.
-- Parameter 1: time in ms
-- Rows: one per delivery, by recipient, the highest level first
SELECT number, finding, level, recipient, rule, step, due_at, notice, content, dropped, made_at FROM deliveries
WHERE notice = 0 AND dropped = '' AND due_at <= $1 ORDER BY recipient, level DESC, number
