-- Purpose: the newest imports.
-- Parameter 1: how many at most
-- Rows: one per import, newest first
SELECT number, file, sha256, source, mapping, state, records, sending, sent, rejected, started_at, finished_at, error
FROM imports ORDER BY number DESC LIMIT $1
