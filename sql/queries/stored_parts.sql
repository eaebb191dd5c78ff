-- Purpose: a number that changes whenever rows of tables change, at the cost of looking at the names of their parts.
-- Parameter tables: names of tables of this server
-- Rows: one
SELECT sum(cityHash64(table, name))
FROM system.parts
WHERE database = currentDatabase() AND table IN {tables:Array(String)} AND active
