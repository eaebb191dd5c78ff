-- Purpose: the newest imports, of one kind, source or state, or below a number, where these are asked for.
-- Parameter 1: kind, empty for any
-- Parameter 2: source, empty for any
-- Parameter 3: state, or undone for those that do not stand; empty for any
-- Parameter 4: only numbers below it, 0 for all
-- Parameter 5: how many at most
-- Rows: one per import, newest first
SELECT number, kind, file, sha256, source, mapping, state, records, sending, sent, rejected, complaints, events, exposures,
       started_at, touched_at, finished_at, error, undone_at, undone_by, undo_reason,
       (SELECT count(*) FROM undos WHERE undos.import = imports.number AND applied_at = 0)
FROM imports
WHERE (kind = $1 OR $1 = '') AND (source = $2 OR $2 = '')
  AND ($3 = '' OR $3 = 'undone' AND undone_at > 0 OR state = $3 AND undone_at = 0)
  AND (number < $4 OR $4 = 0)
ORDER BY number DESC LIMIT $5
