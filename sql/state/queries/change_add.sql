-- Purpose: write down what a person changed of the words of a label.
-- Parameter 1: number
-- Parameter 2: code of the label
-- Parameter 3: kind
-- Parameter 4: words, as JSON
-- Parameter 5: complaints that it moved, as was foreseen
-- Parameter 6: why
-- Parameter 7: by whom
-- Parameter 8: time in ms
-- Parameter 9: revision
-- Rows: none
INSERT INTO taxonomy_changes (number, topic, kind, words, effect, why, made_by, made_at, undone_at, undone_by, revision, queued)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, '', $9, 0)
