-- Purpose: write down that the reach of a change as it was at a revision is on the queue.
-- Parameter 1: revision
-- Parameter 2: number
-- Rows: none
UPDATE taxonomy_changes SET queued = $1 WHERE number = $2 AND queued < $1
