-- Purpose: write down that an import was undone, or that it stands again.
-- Parameter 1: time in ms, 0 when it stands again
-- Parameter 2: by whom
-- Parameter 3: why
-- Parameter 4: number
-- Rows: none
UPDATE imports SET undone_at = $1, undone_by = $2, undo_reason = $3 WHERE number = $4
