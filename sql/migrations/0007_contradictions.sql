-- Whether the steps of a complaint contradict each other: a step before it came in, closed before accepted, visited before the end, reopened
-- without an end. assemble_month writes it, analytics/lifecycle says which events do.
ALTER TABLE {{table "facts"}} ADD COLUMN IF NOT EXISTS contradicts UInt8 AFTER events;
{{if ne (local "facts") "facts"}}ALTER TABLE facts{{onCluster}} ADD COLUMN IF NOT EXISTS contradicts UInt8 AFTER events;{{end}}
