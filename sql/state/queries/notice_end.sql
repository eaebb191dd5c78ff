-- notice_end
-- Purpose: how an attempt ended.
-- Parameter 1: state
-- Parameter 2: why it failed, empty when it did not
-- Parameter 3: when the next attempt is due, in ms
-- Parameter 4: when it was sent, in ms, 0 when it was not
-- Parameter 5: number
-- Rows: none
UPDATE notices SET state = $1, trouble = $2, next_at = $3, sent_at = $4 WHERE number = $5
