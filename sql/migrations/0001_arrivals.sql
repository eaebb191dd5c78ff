-- Everything as it arrived, one row per arrival. The sorting key ends in the place in Kafka, so that a merge removes redeliveries only
-- and every count can be taken again.
CREATE TABLE IF NOT EXISTS {{table "complaints"}} (
    source           LowCardinality(String),
    complaint_id     String,
    version          UInt32,
    content          UInt64,
    month            UInt32,
    received_at      DateTime64(3, 'Asia/Shanghai'),
    sender_kind      LowCardinality(String),
    channel          LowCardinality(String),
    subject          String,
    text             String,
    customer         UInt64,
    customer_id      String,
    customer_name    String,
    customer_phone   String,
    customer_tier    LowCardinality(String),
    customer_segment LowCardinality(String),
    product_line     LowCardinality(String),
    product          LowCardinality(String),
    model            LowCardinality(String),
    batch            LowCardinality(String),
    province         LowCardinality(String),
    city             LowCardinality(String),
    district         LowCardinality(String),
    department       LowCardinality(String),
    handler          LowCardinality(String),
    grade            LowCardinality(String),
    level            LowCardinality(String),
    category         LowCardinality(String),
    demand           String,
    amount_fen       Nullable(Int64),
    attributes       Map(LowCardinality(String), String),
    import_id        UInt32,
    arrived_at       DateTime64(3, 'Asia/Shanghai'),
    topic_epoch      UInt32,
    kafka_partition  UInt16,
    kafka_offset     UInt64,
    INDEX by_offset kafka_offset TYPE minmax GRANULARITY 1
) ENGINE = {{engine "ReplacingMergeTree"}}
PARTITION BY month
ORDER BY (source, complaint_id, version, content, topic_epoch, kafka_partition, kafka_offset)
SETTINGS fsync_after_insert = 1;
