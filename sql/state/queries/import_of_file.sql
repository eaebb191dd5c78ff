-- Purpose: earlier imports of the same bytes into the same source.
-- Parameter 1: SHA-256 of the file in hexadecimal
-- Parameter 2: source
-- Rows: one per import, newest first
SELECT number, file, sha256, source, mapping, state, records, sending, sent, rejected, started_at, finished_at, error
FROM imports WHERE sha256 = $1 AND source = $2 ORDER BY number DESC
