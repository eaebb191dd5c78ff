-- What the rules of a policy say of each complaint that counts: how its clocks stand, which sums follow and why, who is to be told. Replaced
-- one month at a time as findings are. Lists of one complaint run side by side, one place for each clock or sum. Whether an open clock
-- has run out is asked when one looks, so that a month need not be judged again for time to pass.
CREATE TABLE IF NOT EXISTS {{table "judged"}} (
    month         UInt32,
    source        LowCardinality(String),
    complaint_id  String,
    received_at   DateTime64(3, 'Asia/Shanghai'),
    department    LowCardinality(String),
    handler       LowCardinality(String),
    grade         LowCardinality(String),
    level         LowCardinality(String),
    channel       LowCardinality(String),
    product_line  LowCardinality(String),
    province      LowCardinality(String),
    policy        LowCardinality(String),
    rules_from    LowCardinality(String),
    clocks        Array(LowCardinality(String)),
    rounds        Array(UInt16),
    states        Array(LowCardinality(String)),
    limits        Array(UInt32),
    elapsed       Array(UInt32),
    started       Array(DateTime64(3, 'Asia/Shanghai')),
    due           Array(DateTime64(3, 'Asia/Shanghai')),
    fine_rules    Array(LowCardinality(String)),
    fine_whys     Array(String),
    fine_yuan     Array(Int32),
    fine_up_to    Array(Int32),
    tell          Array(LowCardinality(String)),
    run           UInt64
) ENGINE = {{engine "MergeTree"}}
PARTITION BY month
ORDER BY (department, handler, source, complaint_id);
{{distributed "judged" "cityHash64(source, complaint_id)"}}
