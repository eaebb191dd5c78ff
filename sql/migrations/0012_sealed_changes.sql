-- The complaints of sealed months that are otherwise now than when the month was sealed, one row each, replaced one month at a time after
-- facts. run is the run of the comparison.
CREATE TABLE IF NOT EXISTS {{table "sealed_changes"}} (
    month        UInt32,
    source       LowCardinality(String),
    complaint_id String,
    kind         LowCardinality(String),
    reason       LowCardinality(String),
    topic_then   LowCardinality(String),
    topic_now    LowCardinality(String),
    run          UInt64
) ENGINE = {{engine "MergeTree"}}
PARTITION BY month
ORDER BY (kind, reason, topic_then, topic_now, source, complaint_id);
{{distributed "sealed_changes" "cityHash64(source, complaint_id)"}}
