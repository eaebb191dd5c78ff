-- notice_opened
-- Purpose: the link of a message was opened for the first time.
-- Parameter 1: time in ms
-- Parameter 2: number
-- Rows: none
UPDATE notices SET opened_at = $1 WHERE number = $2 AND opened_at = 0
