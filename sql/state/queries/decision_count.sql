-- Purpose: about how many rejected records people have decided.
-- Rows: one
SELECT count(*) FROM rejected_decisions WHERE outcome <> 'trying'
