-- Purpose: the newest import of a key's day.
-- Parameter 1: id of the key
-- Parameter 2: day
-- Rows: one, none when nothing came yet
SELECT d.turn, d.number FROM intake_days AS d
WHERE d.key_id = $1 AND d.day = $2
ORDER BY d.turn DESC LIMIT 1
