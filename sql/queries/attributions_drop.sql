-- Purpose: remove the attributions of a month at once.
-- Parameter month: year×100+month
-- Rows: none
ALTER TABLE {{local "attributions"}}{{onCluster}} DROP PARTITION {month:UInt32}
