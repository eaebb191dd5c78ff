-- Purpose: take the reach of a change in a month off the queue, unless the change was queued again since.
-- Parameter 1: number of the change
-- Parameter 2: month, year×100+month
-- Parameter 3: revision
-- Rows: none
DELETE FROM reach_queue WHERE change = $1 AND month = $2 AND revision = $3
