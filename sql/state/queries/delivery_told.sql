-- delivery_told
-- Purpose: a notice tells something.
-- Parameter 1: notice
-- Parameter 2: number
-- Rows: none
UPDATE deliveries SET notice = $1 WHERE number = $2 AND notice = 0
