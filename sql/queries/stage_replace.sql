-- Purpose: put a staged month in the place of the old one; readers see the old month or the new one, never half of either. A shard on
-- which the new month is empty loses the old one, which replacing from an empty partition otherwise refuses to do.
-- Parameter month: year×100+month
-- Rows: none
ALTER TABLE {{local .Table}}{{onCluster}} REPLACE PARTITION {month:UInt32} FROM {{local .Stage}}
SETTINGS allow_replace_partition_from_empty_source = 1
