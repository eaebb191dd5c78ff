-- Purpose: remove what was put away of a month.
-- Parameter month: year×100+month
-- Rows: none
ALTER TABLE {{local "sealed"}}{{onCluster}} DROP PARTITION {month:UInt32}
