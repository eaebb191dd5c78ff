-- delivery_drop
-- Purpose: do not tell something that waits to be told.
-- Parameter 1: why
-- Parameter 2: number
-- Rows: none
UPDATE deliveries SET dropped = $1 WHERE number = $2 AND notice = 0
