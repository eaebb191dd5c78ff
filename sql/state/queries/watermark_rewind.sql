-- Purpose: let a job read everything once more.
-- Parameter 1: job
-- Rows: none
UPDATE watermarks SET next_offset = 0 WHERE job = $1
