-- Purpose: one import.
-- Parameter 1: number
-- Rows: one, none when there is no such import
SELECT number, file, sha256, source, mapping, state, records, sending, sent, rejected, started_at, finished_at, error
FROM imports WHERE number = $1
