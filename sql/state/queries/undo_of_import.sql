-- Purpose: what was asked about one import, one time after the other.
-- Parameter 1: number of the import
-- Rows: one per undo, in order
SELECT revision, import, undone, asked_by, reason, requested_at, applied_at FROM undos WHERE import = $1 ORDER BY revision
