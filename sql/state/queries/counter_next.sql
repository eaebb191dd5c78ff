-- Purpose: give out the next number of a counter, starting at 1.
-- Parameter 1: name of the counter
-- Rows: one
INSERT INTO counters (name, value) VALUES ($1, 1)
ON CONFLICT (name) DO UPDATE SET value = counters.value + 1
RETURNING value
