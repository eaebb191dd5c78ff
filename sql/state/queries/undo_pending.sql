-- Purpose: the undos that the tables do not follow yet.
-- Rows: one per undo, in order
SELECT revision, import, undone, asked_by, reason, requested_at, applied_at FROM undos WHERE applied_at = 0 ORDER BY revision
