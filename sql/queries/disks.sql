-- Purpose: the disks of this server.
-- Rows: one per disk, the fullest first
SELECT name, free_space, total_space
FROM system.disks
WHERE total_space > 0
ORDER BY free_space, name
