-- notice_begin
-- Purpose: an attempt to send a message begins.
-- Parameter 1: number
-- Rows: none
UPDATE notices SET state = 'sending', attempts = attempts + 1 WHERE number = $1
