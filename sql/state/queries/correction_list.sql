-- Purpose: corrections below a number, newest first.
-- Parameter 1: number above all that are wanted
-- Parameter 2: rows at most
-- Rows: one per correction
SELECT number, source, complaint, content, text_hash, axis, label_from, label_to, why, made_by, made_at, undone_at, undone_by, revision FROM corrections WHERE number < $1 ORDER BY number DESC LIMIT $2
