-- Purpose: earlier imports of the same bytes into the same source.
-- Parameter 1: SHA-256 of the file in hexadecimal
-- Parameter 2: source
-- Rows: one per import, newest first
SELECT number, kind, file, sha256, source, mapping, state, records, sending, sent, rejected, complaints, events, exposures,
       started_at, touched_at, finished_at, error, undone_at, undone_by, undo_reason,
       (SELECT count(*) FROM undos WHERE undos.import = imports.number AND applied_at = 0)
FROM imports WHERE sha256 = $1 AND source = $2 ORDER BY number DESC
