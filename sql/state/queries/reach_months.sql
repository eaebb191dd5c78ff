-- Purpose: the months with words to be read again, for a change of words or for a new model.
-- Rows: one per month
SELECT month FROM reach_queue UNION SELECT month FROM model_queue ORDER BY month
