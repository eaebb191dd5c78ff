-- Purpose: one correction.
-- Parameter 1: number
-- Rows: at most one
SELECT number, source, complaint, content, text_hash, axis, label_from, label_to, why, made_by, made_at, undone_at, undone_by, revision FROM corrections WHERE number = $1
