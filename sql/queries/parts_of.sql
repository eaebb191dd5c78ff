-- Purpose: the parts of one table.
-- Parameter table: name of a table of this server
-- Rows: one per active part
SELECT name
FROM system.parts
WHERE database = currentDatabase() AND table = {table:String} AND active
