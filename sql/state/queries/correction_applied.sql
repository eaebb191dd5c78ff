-- Purpose: write down that the tables follow a correction as it was at a revision.
-- Parameter 1: revision
-- Parameter 2: number
-- Rows: none
UPDATE corrections SET applied = $1 WHERE number = $2 AND applied < $1
