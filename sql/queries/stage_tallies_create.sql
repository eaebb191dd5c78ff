-- Purpose: make an empty table of the form of tallies, for one count of some months.
-- Rows: none
CREATE TABLE {{table .Stage}} AS {{local "tallies"}} ENGINE = {{engine "MergeTree"}}
PARTITION BY month
ORDER BY (axis, second, value, second_value, source, day);
{{distributed .Stage "cityHash64(axis, second, value, second_value)"}}
