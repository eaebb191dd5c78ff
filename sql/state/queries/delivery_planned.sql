-- delivery_planned
-- Purpose: what was planned since a time and is told or waits.
-- Parameter 1: time in ms
-- Rows: one per delivery, oldest first
SELECT number, finding, level, recipient, rule, step, due_at, notice, content, dropped, made_at FROM deliveries
WHERE made_at >= $1 AND dropped = '' ORDER BY number
