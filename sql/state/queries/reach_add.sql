-- Purpose: queue the reach of a change in a month; one that is there is for the newer revision then.
-- Parameter 1: number of the change
-- Parameter 2: month, year×100+month
-- Parameter 3: revision
-- Rows: none
INSERT INTO reach_queue (change, month, revision) VALUES ($1, $2, $3)
ON CONFLICT (change, month) DO UPDATE SET revision = excluded.revision
