-- Purpose: which migrations were applied, and what their files were then.
-- Rows: one per migration
SELECT name, argMax(sha256, applied_at)
FROM migrations
GROUP BY name
ORDER BY name
