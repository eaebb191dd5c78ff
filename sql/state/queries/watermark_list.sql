-- Purpose: how far a job came.
-- Parameter 1: job
-- Rows: one per topic, epoch and partition
SELECT topic, epoch, part, next_offset FROM watermarks WHERE job = $1 ORDER BY topic, epoch, part
