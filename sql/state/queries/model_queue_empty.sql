-- Purpose: empty the queue of months to read again.
-- Rows: none
DELETE FROM model_queue
