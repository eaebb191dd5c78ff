-- Purpose: remove the staging table of a run.
-- Rows: none
DROP TABLE IF EXISTS {{.Stage}}{{onCluster}} SYNC;
DROP TABLE IF EXISTS {{local .Stage}}{{onCluster}} SYNC
