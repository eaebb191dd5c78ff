-- Purpose: the months to be read again.
-- Rows: one per month, newest first
SELECT month FROM model_queue ORDER BY month DESC
