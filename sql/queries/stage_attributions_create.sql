-- Purpose: make an empty table of the form of attributions, for one run of explain.
-- Rows: none
CREATE TABLE {{table .Stage}} AS {{local "attributions"}} ENGINE = {{engine "MergeTree"}}
PARTITION BY month
ORDER BY finding;
{{distributed .Stage "finding"}}
