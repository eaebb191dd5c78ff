-- What return visits and compensations told of each complaint: how far the best visit came (reached, refused, unreached, none), the five grades
-- of the answer that counts (0 where not told), how often it was handed over and compensated, and with how much in all. In sealed as in facts.
ALTER TABLE {{table "facts"}}
    ADD COLUMN IF NOT EXISTS visit LowCardinality(String) AFTER satisfaction,
    ADD COLUMN IF NOT EXISTS visit_channel UInt8 AFTER visit,
    ADD COLUMN IF NOT EXISTS visit_attitude UInt8 AFTER visit_channel,
    ADD COLUMN IF NOT EXISTS visit_ability UInt8 AFTER visit_attitude,
    ADD COLUMN IF NOT EXISTS visit_speed UInt8 AFTER visit_ability,
    ADD COLUMN IF NOT EXISTS visit_outcome UInt8 AFTER visit_speed,
    ADD COLUMN IF NOT EXISTS handed_over UInt16 AFTER escalated,
    ADD COLUMN IF NOT EXISTS compensated UInt16 AFTER handed_over,
    ADD COLUMN IF NOT EXISTS paid_fen Int64 AFTER compensated;
{{if ne (local "facts") "facts"}}ALTER TABLE facts{{onCluster}}
    ADD COLUMN IF NOT EXISTS visit LowCardinality(String) AFTER satisfaction,
    ADD COLUMN IF NOT EXISTS visit_channel UInt8 AFTER visit,
    ADD COLUMN IF NOT EXISTS visit_attitude UInt8 AFTER visit_channel,
    ADD COLUMN IF NOT EXISTS visit_ability UInt8 AFTER visit_attitude,
    ADD COLUMN IF NOT EXISTS visit_speed UInt8 AFTER visit_ability,
    ADD COLUMN IF NOT EXISTS visit_outcome UInt8 AFTER visit_speed,
    ADD COLUMN IF NOT EXISTS handed_over UInt16 AFTER escalated,
    ADD COLUMN IF NOT EXISTS compensated UInt16 AFTER handed_over,
    ADD COLUMN IF NOT EXISTS paid_fen Int64 AFTER compensated;{{end}}
ALTER TABLE {{table "sealed"}}
    ADD COLUMN IF NOT EXISTS visit LowCardinality(String) AFTER satisfaction,
    ADD COLUMN IF NOT EXISTS visit_channel UInt8 AFTER visit,
    ADD COLUMN IF NOT EXISTS visit_attitude UInt8 AFTER visit_channel,
    ADD COLUMN IF NOT EXISTS visit_ability UInt8 AFTER visit_attitude,
    ADD COLUMN IF NOT EXISTS visit_speed UInt8 AFTER visit_ability,
    ADD COLUMN IF NOT EXISTS visit_outcome UInt8 AFTER visit_speed,
    ADD COLUMN IF NOT EXISTS handed_over UInt16 AFTER escalated,
    ADD COLUMN IF NOT EXISTS compensated UInt16 AFTER handed_over,
    ADD COLUMN IF NOT EXISTS paid_fen Int64 AFTER compensated;
{{if ne (local "sealed") "sealed"}}ALTER TABLE sealed{{onCluster}}
    ADD COLUMN IF NOT EXISTS visit LowCardinality(String) AFTER satisfaction,
    ADD COLUMN IF NOT EXISTS visit_channel UInt8 AFTER visit,
    ADD COLUMN IF NOT EXISTS visit_attitude UInt8 AFTER visit_channel,
    ADD COLUMN IF NOT EXISTS visit_ability UInt8 AFTER visit_attitude,
    ADD COLUMN IF NOT EXISTS visit_speed UInt8 AFTER visit_ability,
    ADD COLUMN IF NOT EXISTS visit_outcome UInt8 AFTER visit_speed,
    ADD COLUMN IF NOT EXISTS handed_over UInt16 AFTER escalated,
    ADD COLUMN IF NOT EXISTS compensated UInt16 AFTER handed_over,
    ADD COLUMN IF NOT EXISTS paid_fen Int64 AFTER compensated;{{end}}
