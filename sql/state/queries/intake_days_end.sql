-- Purpose: end the imports of days that are over.
-- Parameter 1: time in ms
-- Parameter 2: the day that is not over
-- Rows: none
UPDATE imports SET state = 'done', finished_at = $1
WHERE state = 'running' AND number IN (SELECT number FROM intake_days WHERE day < $2)
