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
    INDEX by_offset kafka_offset TYPE minmax GRANULARITY 1,
    INDEX by_import import_id TYPE minmax GRANULARITY 1
) ENGINE = {{engine "ReplacingMergeTree"}}
PARTITION BY month
ORDER BY (source, complaint_id, version, content, topic_epoch, kafka_partition, kafka_offset)
SETTINGS fsync_after_insert = 1;
{{distributed "complaints" "cityHash64(source, complaint_id)"}}

-- Steps in the lives of complaints. The partition is the month of the step, which may be later than the complaint's.
CREATE TABLE IF NOT EXISTS {{table "events"}} (
    source           LowCardinality(String),
    complaint_id     String,
    event_id         String,
    kind             LowCardinality(String),
    at               DateTime64(3, 'Asia/Shanghai'),
    by               LowCardinality(String),
    department       LowCardinality(String),
    from_department  LowCardinality(String),
    to_department    LowCardinality(String),
    into             String,
    note             String,
    outcome          LowCardinality(String),
    satisfaction     UInt8,
    satisfaction_channel  UInt8,
    satisfaction_attitude UInt8,
    satisfaction_ability  UInt8,
    satisfaction_speed    UInt8,
    satisfaction_outcome  UInt8,
    amount_fen       Nullable(Int64),
    content          UInt64,
    import_id        UInt32,
    arrived_at       DateTime64(3, 'Asia/Shanghai'),
    topic_epoch      UInt32,
    kafka_partition  UInt16,
    kafka_offset     UInt64,
    INDEX by_offset kafka_offset TYPE minmax GRANULARITY 1,
    INDEX by_import import_id TYPE minmax GRANULARITY 1
) ENGINE = {{engine "ReplacingMergeTree"}}
PARTITION BY toYYYYMM(at)
ORDER BY (source, complaint_id, event_id, content, topic_epoch, kafka_partition, kafka_offset)
SETTINGS fsync_after_insert = 1;
{{distributed "events" "cityHash64(source, complaint_id)"}}

-- Denominators of complaint rates, a few thousand rows a month at most.
CREATE TABLE IF NOT EXISTS {{table "exposures"}} (
    source           LowCardinality(String),
    month            UInt32,
    unit             LowCardinality(String),
    dimensions       Map(LowCardinality(String), String),
    value            Float64,
    content          UInt64,
    import_id        UInt32,
    arrived_at       DateTime64(3, 'Asia/Shanghai'),
    topic_epoch      UInt32,
    kafka_partition  UInt16,
    kafka_offset     UInt64,
    INDEX by_offset kafka_offset TYPE minmax GRANULARITY 1,
    INDEX by_import import_id TYPE minmax GRANULARITY 1
) ENGINE = {{engine "ReplacingMergeTree"}}
ORDER BY (source, month, unit, content, topic_epoch, kafka_partition, kafka_offset)
SETTINGS fsync_after_insert = 1;
{{distributed "exposures" "cityHash64(source, unit)"}}

-- What could not be taken. The content is part of the key because a refusal keeps the place in Kafka at which it was found, be that
-- the topic it was meant for or rejected.v1.
CREATE TABLE IF NOT EXISTS {{table "rejected"}} (
    topic            LowCardinality(String),
    source           LowCardinality(String),
    complaint_id     String,
    reason           String,
    field            LowCardinality(String),
    file             LowCardinality(String),
    line             UInt32,
    payload          String,
    sealed           UInt8,
    content          UInt64,
    import_id        UInt32,
    arrived_at       DateTime64(3, 'Asia/Shanghai'),
    topic_epoch      UInt32,
    kafka_partition  UInt16,
    kafka_offset     UInt64,
    INDEX by_offset kafka_offset TYPE minmax GRANULARITY 1,
    INDEX by_import import_id TYPE minmax GRANULARITY 1
) ENGINE = {{engine "ReplacingMergeTree"}}
PARTITION BY toYYYYMM(arrived_at)
ORDER BY (topic, source, import_id, file, line, content, topic_epoch, kafka_partition, kafka_offset)
SETTINGS fsync_after_insert = 1;
{{distributed "rejected" "cityHash64(source, complaint_id)"}}
