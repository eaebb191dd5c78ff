-- Purpose: all mappings.
-- Rows: one per mapping, by name
SELECT name, kind, source, columns, signature, changed_at FROM mappings ORDER BY name
