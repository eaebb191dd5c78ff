-- Purpose: end every lease, when whoever may have taken one is known to be dead.
-- Rows: none
DELETE FROM leases
