-- Purpose: the corrections that hold, in the order in which they were made.
-- Rows: one per correction
SELECT number, source, complaint, content, text_hash, axis, label_from, label_to, why, made_by, made_at, undone_at, undone_by, revision FROM corrections WHERE undone_at = 0 ORDER BY number
