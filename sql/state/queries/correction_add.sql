-- Purpose: write down what a person said about a label.
-- Parameter 1: number
-- Parameter 2: source
-- Parameter 3: complaint
-- Parameter 4: content, as a decimal number
-- Parameter 5: hash of the words, as a decimal number
-- Parameter 6: axis
-- Parameter 7: code of the label before
-- Parameter 8: code of the label after
-- Parameter 9: why
-- Parameter 10: by whom
-- Parameter 11: time in ms
-- Parameter 12: revision
-- Rows: none
INSERT INTO corrections (number, source, complaint, content, text_hash, axis, label_from, label_to, why, made_by, made_at, undone_at, undone_by, revision, applied)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, '', $12, 0)
