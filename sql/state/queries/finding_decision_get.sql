-- Purpose: one decision about a finding.
-- Parameter 1: number
-- Rows: one, or none
SELECT number, finding, verdict, why, made_by, made_at, kind, series, day_from, day_to, sentence, undone_at, undone_by FROM finding_decisions WHERE number = $1
