-- Purpose: end the runs of a process that died: whoever holds the lease finds them still running.
-- Parameter 1: time in ms
-- Rows: none
UPDATE job_runs SET finished_at = $1, outcome = 'aborted' WHERE outcome = 'running'
