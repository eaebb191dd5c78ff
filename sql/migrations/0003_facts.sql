-- One row per complaint that counts: its winning version, its insight, its life so far. What charts read. Written one month at a time,
-- staged and put in place by REPLACE PARTITION, which takes the projections along. The projections answer what spans many months; they
-- apply to queries that use their columns only, with count(), sum(wordless), count(satisfaction) and sum(satisfaction).
CREATE TABLE IF NOT EXISTS {{table "facts"}} (
    month             UInt32,
    day               Date,
    received_at       DateTime64(3, 'Asia/Shanghai'),
    source            LowCardinality(String),
    complaint_id      String,
    version           UInt32,
    content           UInt64,
    sender_kind       LowCardinality(String),
    channel           LowCardinality(String),
    product_line      LowCardinality(String),
    product           LowCardinality(String),
    model             LowCardinality(String),
    batch             LowCardinality(String),
    province          LowCardinality(String),
    city              LowCardinality(String),
    district          LowCardinality(String),
    department        LowCardinality(String),
    handler           LowCardinality(String),
    grade             LowCardinality(String),
    level             LowCardinality(String),
    category          LowCardinality(String),
    amount_fen        Nullable(Int64),
    customer          UInt64,
    customer_tier     LowCardinality(String),
    customer_segment  LowCardinality(String),
    attributes        Map(LowCardinality(String), String),
    topic             LowCardinality(String),
    topic_from        LowCardinality(String),
    other_topics      Array(LowCardinality(String)),
    text_hash         UInt64,
    characters        UInt32,
    wordless          UInt8,
    insight_model     LowCardinality(String),
    accepted_at       Nullable(DateTime64(3, 'Asia/Shanghai')),
    first_response_at Nullable(DateTime64(3, 'Asia/Shanghai')),
    resolved_at       Nullable(DateTime64(3, 'Asia/Shanghai')),
    closed_at         Nullable(DateTime64(3, 'Asia/Shanghai')),
    followed_up_at    Nullable(DateTime64(3, 'Asia/Shanghai')),
    satisfaction      Nullable(UInt8),
    reopened          UInt16,
    escalated         UInt16,
    events            UInt16,
    stage             LowCardinality(String),
    run               UInt64,
    INDEX by_complaint complaint_id TYPE bloom_filter(0.01) GRANULARITY 2,
    INDEX by_customer customer TYPE bloom_filter(0.01) GRANULARITY 2,
    INDEX by_text text_hash TYPE bloom_filter(0.01) GRANULARITY 2,
    PROJECTION by_topic_product (
        SELECT month, day, source, topic, product_line, product, count(), sum(wordless), count(satisfaction), sum(satisfaction)
        GROUP BY month, day, source, topic, product_line, product
    ),
    PROJECTION by_topic_province (
        SELECT month, day, source, topic, province, count(), sum(wordless), count(satisfaction), sum(satisfaction)
        GROUP BY month, day, source, topic, province
    ),
    PROJECTION by_channel_department (
        SELECT month, day, source, channel, department, count(), sum(wordless), count(satisfaction), sum(satisfaction)
        GROUP BY month, day, source, channel, department
    ),
    PROJECTION by_category (
        SELECT month, day, source, category, count(), sum(wordless), count(satisfaction), sum(satisfaction)
        GROUP BY month, day, source, category
    )
) ENGINE = {{engine "MergeTree"}}
PARTITION BY month
ORDER BY (topic, product, day, source, complaint_id);
{{distributed "facts" "cityHash64(source, complaint_id)"}}

-- Comparisons of a month with earlier ones, replaced one month at a time as facts are.
CREATE TABLE IF NOT EXISTS {{table "findings"}} (
    id      UInt64,
    kind    LowCardinality(String),
    month   UInt32,
    base    UInt32,
    axis    LowCardinality(String),
    value   String,
    n       UInt64,
    base_n  UInt64,
    days    UInt16,
    whole   UInt8,
    score   Float64,
    run     UInt64,
    made_at DateTime64(3, 'Asia/Shanghai')
) ENGINE = {{engine "MergeTree"}}
PARTITION BY month
ORDER BY (kind, axis, value);
{{distributed "findings" "id"}}
