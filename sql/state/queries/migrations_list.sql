-- Purpose: which migrations were applied, and what their files were then.
-- Rows: one per migration
SELECT name, sha256 FROM migrations ORDER BY name
