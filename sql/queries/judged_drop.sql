-- Purpose: remove what was judged of a month at once.
-- Parameter month: year×100+month
-- Rows: none
ALTER TABLE {{local "judged"}}{{onCluster}} DROP PARTITION {month:UInt32}
