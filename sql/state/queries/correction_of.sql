-- Purpose: what people said about one complaint, undone too, in the order in which it was said.
-- Parameter 1: source
-- Parameter 2: complaint
-- Rows: one per correction
SELECT number, source, complaint, content, text_hash, axis, label_from, label_to, why, made_by, made_at, undone_at, undone_by, revision FROM corrections WHERE source = $1 AND complaint = $2 ORDER BY number
