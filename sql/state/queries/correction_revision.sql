-- Purpose: the newest change of any correction.
-- Rows: one, holding 0 when there is none
SELECT coalesce(max(revision), 0) FROM corrections
