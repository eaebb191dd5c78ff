-- Purpose: one change of words.
-- Parameter 1: number
-- Rows: at most one
SELECT number, topic, kind, words, effect, why, made_by, made_at, undone_at, undone_by, revision FROM taxonomy_changes WHERE number = $1
