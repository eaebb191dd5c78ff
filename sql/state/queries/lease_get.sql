-- Purpose: who holds a lease.
-- Parameter 1: name
-- Parameter 2: now, in ms
-- Rows: one, none when it is free
SELECT owner, until FROM leases WHERE name = $1 AND until > $2
