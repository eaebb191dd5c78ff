-- notice_add
-- Purpose: a message that is to be sent.
-- Parameter 1: number
-- Parameter 2: recipient
-- Parameter 3: content, JSON
-- Parameter 4: title
-- Parameter 5: how many deliveries it tells
-- Parameter 6: highest level
-- Parameter 7: time in ms
-- Parameter 8: who asked for it, for a test
-- Rows: none
INSERT INTO notices (number, recipient, content, title, deliveries, level, state, attempts, next_at, trouble, made_by, made_at, sent_at, opened_at, confirmed_at, confirmed_by)
VALUES ($1, $2, $3, $4, $5, $6, 'waiting', 0, $7, '', $8, $7, 0, 0, 0, '')
