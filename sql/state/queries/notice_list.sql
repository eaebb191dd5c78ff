-- notice_list
-- Purpose: messages, newest first.
-- Parameter 1: only those with a smaller number than this
-- Parameter 2: how many at most
-- Rows: one per message
SELECT number, recipient, content, title, deliveries, level, state, attempts, next_at, trouble, made_by, made_at, sent_at, opened_at, confirmed_at, confirmed_by
FROM notices WHERE number < $1 ORDER BY number DESC LIMIT $2
