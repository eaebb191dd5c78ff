-- Purpose: take a decision about a finding back, unless that was done before.
-- Parameter 1: time in ms
-- Parameter 2: by whom
-- Parameter 3: number
-- Rows: none
UPDATE finding_decisions SET undone_at = $1, undone_by = $2 WHERE number = $3 AND undone_at = 0
