-- Purpose: take a decision back, so that the rejected record is open again.
-- Parameter 1: record
-- Parameter 2: outcome that is taken back
-- Rows: none
DELETE FROM rejected_decisions WHERE record = $1 AND outcome = $2
