-- Purpose: make an empty table of the form of sealed_changes, for one comparison of a sealed month.
-- Rows: none
CREATE TABLE {{table .Stage}} AS {{local "sealed_changes"}} ENGINE = {{engine "MergeTree"}}
PARTITION BY month
ORDER BY (kind, reason, topic_then, topic_now, source, complaint_id);
{{distributed .Stage "cityHash64(source, complaint_id)"}}
