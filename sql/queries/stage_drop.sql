-- Purpose: remove the staging table of a run.
-- Rows: none
DROP TABLE IF EXISTS {{.Stage}}{{onCluster}} SYNC;
{{if ne (local .Stage) .Stage}}DROP TABLE IF EXISTS {{local .Stage}}{{onCluster}} SYNC{{end}}
