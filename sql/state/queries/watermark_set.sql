-- Purpose: write down how far a job came in one partition.
-- Parameter 1: job
-- Parameter 2: topic
-- Parameter 3: epoch
-- Parameter 4: partition
-- Parameter 5: first offset not yet read
-- Rows: none
INSERT INTO watermarks (job, topic, epoch, part, next_offset) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (job, topic, epoch, part) DO UPDATE SET next_offset = excluded.next_offset
