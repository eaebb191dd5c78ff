-- Purpose: the changes of words, made or undone, whose reach was not put on the queue yet.
-- Rows: one per change
SELECT number, topic, kind, words, effect, why, made_by, made_at, undone_at, undone_by, revision FROM taxonomy_changes WHERE queued < revision ORDER BY revision
