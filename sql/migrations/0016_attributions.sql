-- Findings are stretches of days and of months in which a series is higher or lower than was to be expected. They had the form of comparisons by
-- one axis; all are computed again. Axes and values of the series run side by side. SYNC frees the path of a replicated table at once.
{{if ne (local "findings") "findings"}}DROP TABLE IF EXISTS findings{{onCluster}} SYNC;
{{end}}DROP TABLE IF EXISTS {{local "findings"}}{{onCluster}} SYNC;
CREATE TABLE IF NOT EXISTS {{table "findings"}} (
    id        UInt64,
    kind      LowCardinality(String),
    month     UInt32,
    axes      Array(LowCardinality(String)),
    values    Array(String),
    day_from  Date,
    day_to    Date,
    peak      Nullable(Date),
    base_from Nullable(Date),
    base_to   Nullable(Date),
    sources   Array(LowCardinality(String)),
    fall      UInt8,
    whole     UInt8,
    running   UInt8,
    quick     UInt8,
    level     UInt8,
    observed  Float64,
    expected  Float64,
    low       Float64,
    high      Float64,
    chance    Float64,
    score     Float64,
    common    Float64,
    risen     Float64,
    basis     LowCardinality(String),
    run       UInt64,
    made_at   DateTime64(3, 'Asia/Shanghai'),
    INDEX by_id id TYPE bloom_filter(0.01) GRANULARITY 1
) ENGINE = {{engine "MergeTree"}}
PARTITION BY month
ORDER BY (kind, day_from, id);
{{distributed "findings" "id"}}

-- Why findings came about, one row per finding, replaced one month at a time. The lists of causes run side by side; a cause holds where all of its
-- axes have its values.
CREATE TABLE IF NOT EXISTS {{table "attributions"}} (
    finding           UInt64,
    month             UInt32,
    part_of           UInt64,
    sentence          String,
    observed          Float64,
    expected          Float64,
    cause_keys        Array(UInt64),
    cause_axes        Array(Array(String)),
    cause_values      Array(Array(String)),
    cause_observed    Array(Float64),
    cause_expected    Array(Float64),
    cause_excess      Array(Float64),
    cause_added       Array(Float64),
    cause_share       Array(Float64),
    cause_score       Array(Float64),
    cause_stability   Array(Float64),
    equivalent_axes   Array(Array(Array(String))),
    equivalent_values Array(Array(Array(String))),
    within_axes       Array(Array(Array(String))),
    within_values     Array(Array(Array(String))),
    rest_observed     Float64,
    rest_expected     Float64,
    rest_drift        Float64,
    rest_share        Float64,
    rest_moves        UInt8,
    mix               String,
    left_out          Array(String),
    facts_run         UInt64,
    run               UInt64,
    INDEX by_finding finding TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_cause cause_keys TYPE bloom_filter(0.01) GRANULARITY 1
) ENGINE = {{engine "MergeTree"}}
PARTITION BY month
ORDER BY finding;
{{distributed "attributions" "finding"}}
