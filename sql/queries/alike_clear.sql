-- Purpose: forget the keys that were looked for.
-- Rows: none
TRUNCATE TABLE {{local "alike_asks"}}{{onCluster}}
