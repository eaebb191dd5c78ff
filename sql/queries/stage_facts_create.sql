-- Purpose: make an empty table of the form of facts, for one run of assemble.
-- Rows: none
CREATE TABLE {{table .Stage}} AS {{local "facts"}} ENGINE = {{engine "MergeTree"}}
PARTITION BY month
ORDER BY (topic, product, day, source, complaint_id);
{{distributed .Stage "cityHash64(source, complaint_id)"}}
