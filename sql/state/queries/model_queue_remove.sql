-- Purpose: take a month off the queue.
-- Parameter 1: month, year×100+month
-- Rows: none
DELETE FROM model_queue WHERE month = $1
