-- Purpose: remove the tallies of a month without facts.
-- Parameter month: year×100+month
-- Rows: none
ALTER TABLE {{local "tallies"}}{{onCluster}} DROP PARTITION {month:UInt32}
