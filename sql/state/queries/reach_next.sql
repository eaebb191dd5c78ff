-- Purpose: the changes whose reach in the newest month of the queue is still to be read.
-- Rows: one per change, all of one month
SELECT q.month, c.number, c.topic, c.kind, c.words, c.effect, c.why, c.made_by, c.made_at, c.undone_at, c.undone_by, q.revision
FROM reach_queue AS q JOIN taxonomy_changes AS c ON c.number = q.change
WHERE q.month = (SELECT max(month) FROM reach_queue)
ORDER BY c.number
