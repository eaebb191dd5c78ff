-- Purpose: queue a month to be read again.
-- Parameter 1: month, year×100+month
-- Rows: none
INSERT INTO model_queue (month) VALUES ($1) ON CONFLICT (month) DO NOTHING
