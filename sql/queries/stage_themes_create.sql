-- Purpose: make an empty table of the form of themes, for one run of discover.
-- Rows: none
CREATE TABLE {{table .Stage}} AS {{local "themes"}} ENGINE = {{engine "MergeTree"}}
PARTITION BY month
ORDER BY (kind, id);
{{distributed .Stage "id"}}
