-- Purpose: all decisions about findings, undone too, in the order in which they were made.
-- Rows: one per decision
SELECT number, finding, verdict, why, made_by, made_at, kind, series, day_from, day_to, sentence, undone_at, undone_by FROM finding_decisions ORDER BY number
