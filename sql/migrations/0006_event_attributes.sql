-- What a source tells of a step besides the fields of the wire.
ALTER TABLE {{table "events"}} ADD COLUMN IF NOT EXISTS attributes Map(LowCardinality(String), String) AFTER amount_fen;
{{if ne (local "events") "events"}}ALTER TABLE events{{onCluster}} ADD COLUMN IF NOT EXISTS attributes Map(LowCardinality(String), String) AFTER amount_fen;{{end}}
