-- Purpose: write down what a person decided about a finding.
-- Parameter 1: number
-- Parameter 2: id of the finding, hexadecimal
-- Parameter 3: verdict
-- Parameter 4: why
-- Parameter 5: by whom
-- Parameter 6: time in ms
-- Parameter 7: kind of the finding
-- Parameter 8: its series as JSON
-- Parameter 9: its first day
-- Parameter 10: its last day
-- Parameter 11: the sentence that was shown
-- Rows: none
INSERT INTO finding_decisions (number, finding, verdict, why, made_by, made_at, kind, series, day_from, day_to, sentence, undone_at, undone_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, '')
