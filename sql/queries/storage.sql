-- Purpose: how much room the tables take on this server. Rows of arrivals count redelivered ones until a merge removes them.
-- Rows: one per table that has rows
SELECT table, sum(rows), sum(bytes_on_disk), count()
FROM system.parts
WHERE database = currentDatabase() AND active
GROUP BY table
ORDER BY sum(bytes_on_disk) DESC, table
