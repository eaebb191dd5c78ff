-- What was read from one content of one complaint by one version of the model.
CREATE TABLE IF NOT EXISTS {{table "insights"}} (
    source         LowCardinality(String),
    complaint_id   String,
    month          UInt32,
    content        UInt64,
    model          LowCardinality(String),
    topic          LowCardinality(String),
    topic_from     LowCardinality(String),
    confidence     Float32,
    other_topics   Array(LowCardinality(String)),
    evidence_topic Array(LowCardinality(String)),
    evidence_from  Array(UInt32),
    evidence_to    Array(UInt32),
    keywords       Array(LowCardinality(String)),
    text_hash      UInt64,
    characters     UInt32,
    wordless       UInt8,
    enriched_at    DateTime64(3, 'Asia/Shanghai')
) ENGINE = {{engine "ReplacingMergeTree" "enriched_at"}}
PARTITION BY month
ORDER BY (source, complaint_id, content, model);
