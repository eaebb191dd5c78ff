-- Purpose: write down what was decided about a rejected record that was claimed.
-- Parameter 1: outcome
-- Parameter 2: reason
-- Parameter 3: number of the import
-- Parameter 4: source of the complaint that it became
-- Parameter 5: its id
-- Parameter 6: who
-- Parameter 7: time in ms
-- Parameter 8: record
-- Rows: none
UPDATE rejected_decisions
SET outcome = $1, reason = $2, import = $3, source = $4, complaint = $5, decided_by = $6, decided_at = $7
WHERE record = $8 AND outcome = 'trying'
