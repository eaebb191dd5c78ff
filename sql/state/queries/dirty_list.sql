-- Purpose: the months that a job must compute again.
-- Parameter 1: job
-- Rows: one per month, newest first
SELECT month, since, reason, generation FROM dirty_months WHERE job = $1 ORDER BY month DESC
