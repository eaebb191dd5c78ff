-- What complaints are compared by, and the groups that they joined: one row per complaint and month that it counts in or counted in (gone = 1).
-- A row written again replaces. Granules are small, because single rows are asked for.
CREATE TABLE IF NOT EXISTS {{table "alike"}} (
    month        UInt32,
    source       LowCardinality(String),
    complaint_id String,
    content      UInt64,
    version      UInt16,
    complaint    UInt64,
    received_at  DateTime64(3, 'Asia/Shanghai'),
    customer     UInt64,
    product      UInt64,
    place        UInt64,
    topic        UInt64,
    text_hash    UInt64,
    shingles     Array(UInt32) CODEC(LZ4),
    matter       UInt64,
    relation     UInt8,
    like         UInt64,
    similarity   Float32,
    wording      UInt64,
    gone         UInt8,
    revision     UInt64
) ENGINE = {{engine "ReplacingMergeTree" "revision"}}
PARTITION BY month
ORDER BY (source, complaint_id)
SETTINGS index_granularity = 1024;
{{distributed "alike" "cityHash64(source, complaint_id)"}}

-- The keys under which complaints of alike are found. A key whose complaint has changed or is gone leads to nothing.
CREATE TABLE IF NOT EXISTS {{table "alike_keys"}} (
    key          UInt64,
    month        UInt32,
    source       LowCardinality(String),
    complaint_id String
) ENGINE = {{engine "ReplacingMergeTree"}}
PARTITION BY month
ORDER BY (key, source, complaint_id)
SETTINGS index_granularity = 512;
{{distributed "alike_keys" "cityHash64(source, complaint_id)"}}

-- The keys that are looked for right now, by batch. The job that writes them empties the table at its start.
CREATE TABLE IF NOT EXISTS {{table "alike_asks"}} (
    batch UInt64,
    key   UInt64
) ENGINE = {{engine "MergeTree"}}
ORDER BY (batch, key);
{{distributed "alike_asks" "key"}}

-- What facts say of complaints in groups. duplicate and copied are 1 for those that another complaint counts for in 去重件 and 去模板件; a
-- complaint without a row is in no group and counts in both.
CREATE TABLE IF NOT EXISTS {{table "alike_marks"}} (
    month        UInt32,
    source       LowCardinality(String),
    complaint_id String,
    matter       UInt64,
    mass         UInt64,
    template     UInt64,
    repeated     UInt8,
    duplicate    UInt8,
    copied       UInt8,
    revision     UInt64
) ENGINE = {{engine "ReplacingMergeTree" "revision"}}
PARTITION BY month
ORDER BY (source, complaint_id);
{{distributed "alike_marks" "cityHash64(source, complaint_id)"}}
