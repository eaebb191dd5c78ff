-- Purpose: the jobs that must compute a month again.
-- Parameter 1: month, year×100+month
-- Rows: one per job, in order of names
SELECT job, since, reason, generation FROM dirty_months WHERE month = $1 ORDER BY job
