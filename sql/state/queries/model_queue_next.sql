-- Purpose: the newest month to be read again.
-- Rows: one, holding 0 when there is none
SELECT coalesce(max(month), 0) FROM model_queue
