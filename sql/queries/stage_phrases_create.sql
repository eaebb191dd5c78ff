-- Purpose: make an empty table of the form of phrases, for one run of discover.
-- Rows: none
CREATE TABLE {{table .Stage}} AS {{local "phrases"}} ENGINE = {{engine "MergeTree"}}
PARTITION BY month
ORDER BY phrase;
{{distributed .Stage "cityHash64(phrase)"}}
