-- Purpose: end a run of a job.
-- Parameter 1: time in ms
-- Parameter 2: outcome: done, failed, aborted
-- Parameter 3: error, empty when there is none
-- Parameter 4: number
-- Rows: none
UPDATE job_runs SET finished_at = $1, outcome = $2, error = $3 WHERE number = $4
