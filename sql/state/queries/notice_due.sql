-- notice_due
-- Purpose: messages whose next attempt is due by a time, and those that a dead process was sending.
-- Parameter 1: time in ms
-- Rows: as notice_list, oldest first
SELECT number, recipient, content, title, deliveries, level, state, attempts, next_at, trouble, made_by, made_at, sent_at, opened_at, confirmed_at, confirmed_by
FROM notices WHERE state = 'sending' OR (state = 'waiting' AND next_at <= $1) ORDER BY number
