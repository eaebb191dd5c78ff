-- Purpose: write down that a difference in the books was looked into.
-- Parameter 1: fault
-- Parameter 2: what was found
-- Parameter 3: who
-- Parameter 4: time in ms
-- Rows: none
INSERT INTO books_explained (fault, reason, explained_by, explained_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (fault) DO UPDATE SET reason = excluded.reason, explained_by = excluded.explained_by, explained_at = excluded.explained_at
