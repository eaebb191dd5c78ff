-- What complaints are searched by: their words in the form of text.Fold, and the words that segmenting found in them. One row per content
-- of a complaint, written with its insight; a row written again replaces. The order is that of a list, so that its first page reads the
-- newest rows only, and the granules are small, because a search reads single texts.
--
-- by_pair holds every pair of neighbouring characters: a text that holds a word holds all pairs of the word, so that those few texts alone
-- are looked at, whatever segmenting made of the word.
CREATE TABLE IF NOT EXISTS {{table "texts"}} (
    month        UInt32,
    received_at  DateTime64(3, 'Asia/Shanghai'),
    source       LowCardinality(String),
    complaint_id String,
    content      UInt64,
    folded       String CODEC(ZSTD(1)),
    tokens       Array(String) CODEC(ZSTD(1)),
    enriched_at  DateTime64(3, 'Asia/Shanghai'),
    INDEX by_pair folded TYPE text(tokenizer = ngrams(2)),
    INDEX by_token tokens TYPE text(tokenizer = 'array')
) ENGINE = {{engine "ReplacingMergeTree" "enriched_at"}}
PARTITION BY month
ORDER BY (received_at, source, complaint_id, content)
SETTINGS index_granularity = 256;
{{distributed "texts" "cityHash64(source, complaint_id)"}}

-- What was stored before can be searched at once, but for its tokens: enrich reads it again month by month and then writes the row that
-- replaces this one. Only the enriching can fold traditional characters and full width; until then lower case has to do.
INSERT INTO texts (month, received_at, source, complaint_id, content, folded, tokens, enriched_at)
SELECT month, received_at, source, complaint_id, content,
       replaceRegexpAll(lowerUTF8(multiIf(subject = '', text, text = '', subject, startsWith(text, subject), text, concat(subject, ' ', text))), '[\\s　]+', ' '), [],
       toDateTime64(0, 3, 'Asia/Shanghai')
FROM complaints
SETTINGS max_partitions_per_insert_block = 0;
