-- Purpose: a number that changes whenever rows reach complaints or events, at the cost of looking at the names of their parts.
-- Rows: one
SELECT sum(cityHash64(table, name))
FROM system.parts
WHERE database = currentDatabase() AND table IN ('complaints', 'events') AND active
