-- Purpose: all changes of words, undone too, in the order in which they were made.
-- Rows: one per change
SELECT number, topic, kind, words, effect, why, made_by, made_at, undone_at, undone_by, revision FROM taxonomy_changes ORDER BY number
