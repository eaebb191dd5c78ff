-- Purpose: the newest run of each job.
-- Rows: one per job
SELECT number, job, span, code, watermark, started_at, finished_at, outcome, error
FROM job_runs WHERE number IN (SELECT max(number) FROM job_runs GROUP BY job) ORDER BY job
