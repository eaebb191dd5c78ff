-- notice_get
-- Purpose: one message.
-- Parameter 1: number
-- Rows: as notice_list, at most one
SELECT number, recipient, content, title, deliveries, level, state, attempts, next_at, trouble, made_by, made_at, sent_at, opened_at, confirmed_at, confirmed_by
FROM notices WHERE number = $1
