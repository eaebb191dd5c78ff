-- Purpose: forget a mapping.
-- Parameter 1: name
-- Rows: none
DELETE FROM mappings WHERE name = $1
