-- Complaints about one event, beside those of one matter and one wording. What was compared before is compared anew.
ALTER TABLE {{table "alike"}} ADD COLUMN IF NOT EXISTS event UInt64 AFTER wording;
{{if ne (local "alike") "alike"}}ALTER TABLE alike{{onCluster}} ADD COLUMN IF NOT EXISTS event UInt64 AFTER wording;{{end}}
