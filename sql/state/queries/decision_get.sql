-- Purpose: what was decided about a rejected record.
-- Parameter 1: record
-- Rows: one, none when nobody has decided
SELECT outcome, reason, import, source, complaint, decided_by, decided_at FROM rejected_decisions WHERE record = $1
