-- Purpose: put a month on the list of what a job must compute again. One that is there keeps its time and gets a new generation.
-- Parameter 1: job
-- Parameter 2: month, year×100+month
-- Parameter 3: time in ms
-- Parameter 4: reason
-- Parameter 5: generation
-- Rows: none
INSERT INTO dirty_months (job, month, since, reason, generation) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (job, month) DO UPDATE SET reason = excluded.reason, generation = excluded.generation
