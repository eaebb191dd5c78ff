-- Purpose: make an empty table of the form of findings, for one run of detect.
-- Rows: none
CREATE TABLE {{table .Stage}} AS {{local "findings"}} ENGINE = {{engine "MergeTree"}}
PARTITION BY month
ORDER BY (kind, day_from, id);
{{distributed .Stage "id"}}
