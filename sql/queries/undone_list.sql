-- Purpose: the imports that do not stand.
-- Rows: one per import
SELECT import_id FROM undone GROUP BY import_id HAVING argMax(undone, revision) = 1 ORDER BY import_id
