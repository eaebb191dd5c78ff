-- Purpose: how many rows of complaints some imports have, to choose how their books are taken.
-- Parameter imports: numbers of the imports
-- Rows: one
SELECT count() FROM complaints WHERE import_id IN {imports:Array(UInt32)}
