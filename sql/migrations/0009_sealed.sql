-- Months as they were when they were sealed (当时口径): the partition of facts on that day, with its roll-ups. Of the form of facts, so that
-- a month comes over by REPLACE PARTITION, which only links files: whatever changes facts changes this table in the same migration.
CREATE TABLE IF NOT EXISTS {{table "sealed"}} AS {{local "facts"}} ENGINE = {{engine "MergeTree"}}
PARTITION BY month
ORDER BY (topic, product, day, source, complaint_id);
{{distributed "sealed" "cityHash64(source, complaint_id)"}}
