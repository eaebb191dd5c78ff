-- Purpose: remove a month of a table: what was put away of it, or how that changed. .Table is the table.
-- Parameter month: year×100+month
-- Rows: none
ALTER TABLE {{local .Table}}{{onCluster}} DROP PARTITION {month:UInt32}
