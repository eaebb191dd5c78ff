-- Purpose: make an empty table of the form of theme_members, for one run of discover.
-- Rows: none
CREATE TABLE {{table .Stage}} AS {{local "theme_members"}} ENGINE = {{engine "MergeTree"}}
PARTITION BY month
ORDER BY (kind, theme, source, complaint_id);
{{distributed .Stage "cityHash64(source, complaint_id)"}}
