-- Purpose: one mapping.
-- Parameter 1: name
-- Rows: one, none when there is no such mapping
SELECT name, kind, source, columns, signature, changed_at FROM mappings WHERE name = $1
