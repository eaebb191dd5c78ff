-- What else the words of a complaint say: why and where beside what (the other two axes of the taxonomy), how it was said, what is wanted.
ALTER TABLE {{table "insights"}}
    ADD COLUMN IF NOT EXISTS topic_why LowCardinality(String) AFTER confidence,
    ADD COLUMN IF NOT EXISTS why_from LowCardinality(String) AFTER topic_why,
    ADD COLUMN IF NOT EXISTS why_confidence Float32 AFTER why_from,
    ADD COLUMN IF NOT EXISTS topic_where LowCardinality(String) AFTER why_confidence,
    ADD COLUMN IF NOT EXISTS where_from LowCardinality(String) AFTER topic_where,
    ADD COLUMN IF NOT EXISTS where_confidence Float32 AFTER where_from,
    ADD COLUMN IF NOT EXISTS sentiment Float32 AFTER keywords,
    ADD COLUMN IF NOT EXISTS rating UInt8 AFTER sentiment,
    ADD COLUMN IF NOT EXISTS temper LowCardinality(String) AFTER rating,
    ADD COLUMN IF NOT EXISTS urgency Array(LowCardinality(String)) AFTER temper,
    ADD COLUMN IF NOT EXISTS demands Array(LowCardinality(String)) AFTER urgency,
    ADD COLUMN IF NOT EXISTS ideas UInt8 AFTER demands;
{{if ne (local "insights") "insights"}}ALTER TABLE insights{{onCluster}}
    ADD COLUMN IF NOT EXISTS topic_why LowCardinality(String) AFTER confidence,
    ADD COLUMN IF NOT EXISTS why_from LowCardinality(String) AFTER topic_why,
    ADD COLUMN IF NOT EXISTS why_confidence Float32 AFTER why_from,
    ADD COLUMN IF NOT EXISTS topic_where LowCardinality(String) AFTER why_confidence,
    ADD COLUMN IF NOT EXISTS where_from LowCardinality(String) AFTER topic_where,
    ADD COLUMN IF NOT EXISTS where_confidence Float32 AFTER where_from,
    ADD COLUMN IF NOT EXISTS sentiment Float32 AFTER keywords,
    ADD COLUMN IF NOT EXISTS rating UInt8 AFTER sentiment,
    ADD COLUMN IF NOT EXISTS temper LowCardinality(String) AFTER rating,
    ADD COLUMN IF NOT EXISTS urgency Array(LowCardinality(String)) AFTER temper,
    ADD COLUMN IF NOT EXISTS demands Array(LowCardinality(String)) AFTER urgency,
    ADD COLUMN IF NOT EXISTS ideas UInt8 AFTER demands;{{end}}

-- The same in facts, and which complaints say the same: matter is the group of tellings of one matter, mass that of many customers with one
-- event, template that of texts alike to the letter. deduplicated and untemplated are 1 for the complaint that counts for its group and for
-- every complaint without one, so that their sums are 去重件 and 去模板件 in every split.
ALTER TABLE {{table "facts"}}
    ADD COLUMN IF NOT EXISTS topic_why LowCardinality(String) AFTER other_topics,
    ADD COLUMN IF NOT EXISTS topic_where LowCardinality(String) AFTER topic_why,
    ADD COLUMN IF NOT EXISTS sentiment Float32 AFTER topic_where,
    ADD COLUMN IF NOT EXISTS rating UInt8 AFTER sentiment,
    ADD COLUMN IF NOT EXISTS temper LowCardinality(String) AFTER rating,
    ADD COLUMN IF NOT EXISTS urgency Array(LowCardinality(String)) AFTER temper,
    ADD COLUMN IF NOT EXISTS demands Array(LowCardinality(String)) AFTER urgency,
    ADD COLUMN IF NOT EXISTS ideas UInt8 AFTER demands,
    ADD COLUMN IF NOT EXISTS matter UInt64 AFTER text_hash,
    ADD COLUMN IF NOT EXISTS mass UInt64 AFTER matter,
    ADD COLUMN IF NOT EXISTS template UInt64 AFTER mass,
    ADD COLUMN IF NOT EXISTS repeated UInt8 AFTER template,
    ADD COLUMN IF NOT EXISTS deduplicated UInt8 DEFAULT 1 AFTER repeated,
    ADD COLUMN IF NOT EXISTS untemplated UInt8 DEFAULT 1 AFTER deduplicated;
{{if ne (local "facts") "facts"}}ALTER TABLE facts{{onCluster}}
    ADD COLUMN IF NOT EXISTS topic_why LowCardinality(String) AFTER other_topics,
    ADD COLUMN IF NOT EXISTS topic_where LowCardinality(String) AFTER topic_why,
    ADD COLUMN IF NOT EXISTS sentiment Float32 AFTER topic_where,
    ADD COLUMN IF NOT EXISTS rating UInt8 AFTER sentiment,
    ADD COLUMN IF NOT EXISTS temper LowCardinality(String) AFTER rating,
    ADD COLUMN IF NOT EXISTS urgency Array(LowCardinality(String)) AFTER temper,
    ADD COLUMN IF NOT EXISTS demands Array(LowCardinality(String)) AFTER urgency,
    ADD COLUMN IF NOT EXISTS ideas UInt8 AFTER demands,
    ADD COLUMN IF NOT EXISTS matter UInt64 AFTER text_hash,
    ADD COLUMN IF NOT EXISTS mass UInt64 AFTER matter,
    ADD COLUMN IF NOT EXISTS template UInt64 AFTER mass,
    ADD COLUMN IF NOT EXISTS repeated UInt8 AFTER template,
    ADD COLUMN IF NOT EXISTS deduplicated UInt8 DEFAULT 1 AFTER repeated,
    ADD COLUMN IF NOT EXISTS untemplated UInt8 DEFAULT 1 AFTER deduplicated;{{end}}

-- The roll-ups carry the three counts. Months that were assembled before are read from their rows until they are assembled again.
ALTER TABLE {{table "facts"}} DROP PROJECTION IF EXISTS by_topic_product;
ALTER TABLE {{table "facts"}} DROP PROJECTION IF EXISTS by_topic_province;
ALTER TABLE {{table "facts"}} DROP PROJECTION IF EXISTS by_channel_department;
ALTER TABLE {{table "facts"}} DROP PROJECTION IF EXISTS by_category;
ALTER TABLE {{table "facts"}} ADD PROJECTION IF NOT EXISTS by_topic_product (
    SELECT month, day, source, topic, product_line, product, count(), sum(wordless), count(satisfaction), sum(satisfaction), sum(deduplicated), sum(untemplated)
    GROUP BY month, day, source, topic, product_line, product
);
ALTER TABLE {{table "facts"}} ADD PROJECTION IF NOT EXISTS by_topic_province (
    SELECT month, day, source, topic, province, count(), sum(wordless), count(satisfaction), sum(satisfaction), sum(deduplicated), sum(untemplated)
    GROUP BY month, day, source, topic, province
);
ALTER TABLE {{table "facts"}} ADD PROJECTION IF NOT EXISTS by_channel_department (
    SELECT month, day, source, channel, department, count(), sum(wordless), count(satisfaction), sum(satisfaction), sum(deduplicated), sum(untemplated)
    GROUP BY month, day, source, channel, department
);
ALTER TABLE {{table "facts"}} ADD PROJECTION IF NOT EXISTS by_category (
    SELECT month, day, source, category, count(), sum(wordless), count(satisfaction), sum(satisfaction), sum(deduplicated), sum(untemplated)
    GROUP BY month, day, source, category
);
