-- Purpose: the months to be read again: all of them by another model, or where the words of a label were changed.
-- Rows: one per month, newest first
SELECT month FROM model_queue UNION SELECT month FROM reach_queue ORDER BY month DESC
