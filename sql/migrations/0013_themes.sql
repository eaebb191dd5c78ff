-- What many complaints have in common and no taxonomy names: emerging topics and cards of suggestions, a row for each month of their life,
-- replaced one month at a time as findings are.
CREATE TABLE IF NOT EXISTS {{table "themes"}} (
    id           UInt64,
    kind         LowCardinality(String),
    month        UInt32,
    name         String,
    life         LowCardinality(String),
    into_theme   UInt64,
    parent       UInt64,
    topic        LowCardinality(String),
    n            UInt32,
    people       UInt32,
    before_n     UInt32,
    expected     Float32,
    burst        Float32,
    severity     Float32,
    score        Float32,
    regions      UInt32,
    products     UInt32,
    sentiment    Float32,
    urgent       UInt32,
    top          Array(String),
    since        UInt32,
    first_source LowCardinality(String),
    first_id     String,
    first_at     DateTime64(3, 'Asia/Shanghai'),
    words        Array(String),
    weights      Array(Float32),
    prior        Float32,
    run          UInt64,
    made_at      DateTime64(3, 'Asia/Shanghai')
) ENGINE = {{engine "MergeTree"}}
PARTITION BY month
ORDER BY (kind, id);
{{distributed "themes" "id"}}

-- The complaints of each theme: the evidence behind its numbers. Sharded as complaints are, so that a selection by theme stays on its shard.
CREATE TABLE IF NOT EXISTS {{table "theme_members"}} (
    theme         UInt64,
    kind          LowCardinality(String),
    month         UInt32,
    source        LowCardinality(String),
    complaint_id  String,
    received_at   DateTime64(3, 'Asia/Shanghai'),
    rank          UInt8,
    text          String,
    evidence_from Array(UInt32),
    evidence_to   Array(UInt32)
) ENGINE = {{engine "MergeTree"}}
PARTITION BY month
ORDER BY (kind, theme, source, complaint_id);
{{distributed "theme_members" "cityHash64(source, complaint_id)"}}

-- How many texts of a month hold a word or phrase: what later months are compared with. The empty phrase counts all texts.
CREATE TABLE IF NOT EXISTS {{table "phrases"}} (
    month  UInt32,
    phrase String,
    texts  UInt32
) ENGINE = {{engine "MergeTree"}}
PARTITION BY month
ORDER BY phrase;
{{distributed "phrases" "cityHash64(phrase)"}}
