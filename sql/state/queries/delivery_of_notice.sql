-- delivery_of_notice
-- Purpose: what a notice tells.
-- Parameter 1: notice
-- Rows: one per delivery, the highest level first
SELECT number, finding, level, recipient, rule, step, due_at, notice, content, dropped, made_at FROM deliveries
WHERE notice = $1 ORDER BY level DESC, number
