-- Purpose: give a lease back.
-- Parameter 1: name
-- Parameter 2: owner
-- Rows: none
DELETE FROM leases WHERE name = $1 AND owner = $2
