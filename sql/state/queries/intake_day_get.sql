-- Purpose: the newest import of a key's day.
-- Parameter 1: id of the key
-- Parameter 2: day
-- Rows: one, none when nothing came yet; the number is 0 when that import was undone
SELECT d.turn, CASE WHEN i.undone_at > 0 THEN 0 ELSE d.number END
FROM intake_days AS d JOIN imports AS i ON i.number = d.number
WHERE d.key_id = $1 AND d.day = $2
ORDER BY d.turn DESC LIMIT 1
