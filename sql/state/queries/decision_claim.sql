-- Purpose: begin to decide about a rejected record, unless somebody else does or has.
-- Parameter 1: record
-- Parameter 2: who
-- Parameter 3: time in ms
-- Parameter 4: time in ms before which somebody who is still trying is taken to be gone
-- Rows: none
INSERT INTO rejected_decisions (record, outcome, reason, import, source, complaint, decided_by, decided_at)
VALUES ($1, 'trying', '', 0, '', '', $2, $3)
ON CONFLICT (record) DO UPDATE SET outcome = 'trying', decided_by = excluded.decided_by, decided_at = excluded.decided_at
WHERE rejected_decisions.outcome = 'trying' AND rejected_decisions.decided_at < $4
