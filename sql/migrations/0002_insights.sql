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
{{distributed "insights" "cityHash64(source, complaint_id)"}}

-- Which telling of a complaint counts: the row with the largest seq. Small granules, because it is asked for single complaints.
CREATE TABLE IF NOT EXISTS {{table "heads"}} (
    source       LowCardinality(String),
    complaint_id String,
    month        UInt32,
    version      UInt32,
    content      UInt64,
    first        UInt64,
    seq          UInt64
) ENGINE = {{engine "ReplacingMergeTree" "seq"}}
PARTITION BY month
ORDER BY (source, complaint_id)
SETTINGS index_granularity = 2048;
{{distributed "heads" "cityHash64(source, complaint_id)"}}

-- Complaints of which a telling names a month in which they no longer count (gone = 1), or count again (gone = 0).
CREATE TABLE IF NOT EXISTS {{table "moved"}} (
    source       LowCardinality(String),
    complaint_id String,
    month        UInt32,
    gone         UInt8,
    seq          UInt64
) ENGINE = {{engine "ReplacingMergeTree" "seq"}}
PARTITION BY month
ORDER BY (source, complaint_id);
{{distributed "moved" "cityHash64(source, complaint_id)"}}
