-- Purpose: write down when a key was last used.
-- Parameter 1: time in ms
-- Parameter 2: id
-- Rows: none
UPDATE api_keys SET last_used_at = $1 WHERE id = $2 AND last_used_at < $1
