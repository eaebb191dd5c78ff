-- Imports that people have undone, or let stand again: the row with the largest revision of an import holds. Few rows; every shard's
-- queries get them as a parameter.
CREATE TABLE IF NOT EXISTS {{table "undone"}} (
    import_id  UInt32,
    undone     UInt8,
    revision   UInt64,
    applied_at DateTime64(3, 'Asia/Shanghai')
) ENGINE = {{engine "ReplacingMergeTree" "revision"}}
ORDER BY import_id
SETTINGS fsync_after_insert = 1;
{{distributed "undone" "import_id"}}

-- An undo decides again which telling of a complaint counts, without a new arrival: of rows with the same seq the larger revision holds.
-- gone = 1 in heads says that no telling of the complaint stands.
ALTER TABLE {{table "heads"}}
    ADD COLUMN IF NOT EXISTS gone UInt8,
    ADD COLUMN IF NOT EXISTS revision UInt64,
    MODIFY ORDER BY (source, complaint_id, revision);
{{if ne (local "heads") "heads"}}ALTER TABLE heads{{onCluster}} ADD COLUMN IF NOT EXISTS gone UInt8, ADD COLUMN IF NOT EXISTS revision UInt64;{{end}}

ALTER TABLE {{table "moved"}}
    ADD COLUMN IF NOT EXISTS revision UInt64,
    MODIFY ORDER BY (source, complaint_id, revision);
{{if ne (local "moved") "moved"}}ALTER TABLE moved{{onCluster}} ADD COLUMN IF NOT EXISTS revision UInt64;{{end}}
