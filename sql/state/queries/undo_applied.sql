-- Purpose: write down that the tables follow an undo.
-- Parameter 1: time in ms
-- Parameter 2: revision
-- Rows: none
UPDATE undos SET applied_at = $1 WHERE revision = $2 AND applied_at = 0
