-- How many complaints each value of an axis, and each pair of values of two, had on each day, by source. Early warning reads years of it in
-- place of facts, so that history costs by its series and days and not by its complaints. Replaced one month at a time; facts_run is the
-- run of the facts that a month was counted from.
CREATE TABLE IF NOT EXISTS {{table "tallies"}} (
    month        UInt32,
    axis         LowCardinality(String),
    second       LowCardinality(String),
    value        String,
    second_value String,
    source       LowCardinality(String),
    day          Date,
    n            UInt32,
    facts_run    UInt64
) ENGINE = {{engine "MergeTree"}}
PARTITION BY month
ORDER BY (axis, second, value, second_value, source, day);
{{distributed "tallies" "cityHash64(axis, second, value, second_value)"}}
