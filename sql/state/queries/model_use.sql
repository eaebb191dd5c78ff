-- Purpose: note that a model is put to use.
-- Parameter 1: milliseconds
-- Parameter 2: number
-- Rows: none
UPDATE models SET used_at = $1 WHERE number = $2
