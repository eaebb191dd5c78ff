-- Purpose: make an empty table of the form of judged, for one run of score.
-- Rows: none
CREATE TABLE {{table .Stage}} AS {{local "judged"}} ENGINE = {{engine "MergeTree"}}
PARTITION BY month
ORDER BY (department, handler, source, complaint_id);
{{distributed .Stage "cityHash64(source, complaint_id)"}}
