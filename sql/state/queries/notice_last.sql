-- notice_last
-- Purpose: the newest message to each recipient.
-- Rows: as notice_list, one per recipient that was sent any
SELECT number, recipient, content, title, deliveries, level, state, attempts, next_at, trouble, made_by, made_at, sent_at, opened_at, confirmed_at, confirmed_by
FROM notices WHERE number IN (SELECT MAX(number) FROM notices GROUP BY recipient) ORDER BY recipient
