-- notice_retry
-- Purpose: try once more to send a message that was given up.
-- Parameter 1: time in ms
-- Parameter 2: number
-- Rows: none; one row is changed when it was given up
UPDATE notices SET state = 'waiting', attempts = 0, next_at = $1 WHERE number = $2 AND state = 'failed'
