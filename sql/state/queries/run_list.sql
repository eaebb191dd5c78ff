-- Purpose: the newest runs of all jobs.
-- Parameter 1: how many at most
-- Rows: one per run, newest first
SELECT number, job, span, code, watermark, started_at, finished_at, outcome, error
FROM job_runs ORDER BY number DESC LIMIT $1
