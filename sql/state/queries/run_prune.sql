-- Purpose: forget old runs, so that the ledger does not grow with every half minute.
-- Parameter 1: the smallest number to keep
-- Rows: none
DELETE FROM job_runs WHERE number < $1 AND outcome <> 'running'
