-- Purpose: remove the findings of a month at once.
-- Parameter month: year×100+month
-- Rows: none
ALTER TABLE {{local "findings"}}{{onCluster}} DROP PARTITION {month:UInt32}
