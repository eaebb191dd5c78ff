-- Purpose: queue an undo, or its opposite.
-- Parameter 1: revision
-- Parameter 2: number of the import
-- Parameter 3: 1 to undo, 0 to let it stand again
-- Parameter 4: by whom
-- Parameter 5: why
-- Parameter 6: time in ms
-- Rows: none
INSERT INTO undos (revision, import, undone, asked_by, reason, requested_at, applied_at) VALUES ($1, $2, $3, $4, $5, $6, 0)
