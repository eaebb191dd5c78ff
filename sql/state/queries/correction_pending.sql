-- Purpose: the corrections, made or undone, that the tables do not follow yet.
-- Rows: one per correction
SELECT number, source, complaint, content, text_hash, axis, label_from, label_to, why, made_by, made_at, undone_at, undone_by, revision FROM corrections WHERE applied < revision ORDER BY revision
