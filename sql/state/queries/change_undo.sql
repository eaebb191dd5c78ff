-- Purpose: take a change of words back, unless that was done before.
-- Parameter 1: time in ms
-- Parameter 2: by whom
-- Parameter 3: revision
-- Parameter 4: number
-- Rows: none
UPDATE taxonomy_changes SET undone_at = $1, undone_by = $2, revision = $3 WHERE number = $4 AND undone_at = 0
