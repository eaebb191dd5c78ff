-- Purpose: the mapping of files with these headers that was changed last.
-- Parameter 1: signature of the headers
-- Rows: one, none when there is no such mapping
SELECT name, kind, source, columns, signature, changed_at FROM mappings WHERE signature = $1 ORDER BY changed_at DESC, name LIMIT 1
