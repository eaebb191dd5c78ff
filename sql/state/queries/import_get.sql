-- Purpose: one import.
-- Parameter 1: number
-- Rows: one, none when there is no such import
SELECT number, kind, file, sha256, source, mapping, state, records, sending, sent, rejected, complaints, events, exposures,
       started_at, touched_at, finished_at, error, undone_at, undone_by, undo_reason,
       (SELECT count(*) FROM undos WHERE undos.import = imports.number AND applied_at = 0)
FROM imports WHERE number = $1
