-- notice_confirmed
-- Purpose: somebody confirmed a message; the first one counts.
-- Parameter 1: time in ms
-- Parameter 2: who
-- Parameter 3: number
-- Rows: none; one row is changed by the first one
UPDATE notices SET confirmed_at = $1, confirmed_by = $2 WHERE number = $3 AND confirmed_at = 0
