-- Purpose: take a month off the list of what a job must compute again, unless it was marked once more.
-- Parameter 1: job
-- Parameter 2: month, year×100+month
-- Parameter 3: generation that was read before the work
-- Rows: none
DELETE FROM dirty_months WHERE job = $1 AND month = $2 AND generation = $3
