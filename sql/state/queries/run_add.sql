-- Purpose: begin a run of a job.
-- Parameter 1: number
-- Parameter 2: job
-- Parameter 3: window, as text
-- Parameter 4: version of the code
-- Parameter 5: watermark, as JSON
-- Parameter 6: time in ms
-- Rows: none
INSERT INTO job_runs (number, job, span, code, watermark, started_at, finished_at, outcome, error)
VALUES ($1, $2, $3, $4, $5, $6, 0, 'running', '')
