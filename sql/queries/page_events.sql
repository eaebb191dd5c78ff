-- Purpose: the steps in the life of one complaint, each as it was told last.
-- Parameter source: source of the complaint
-- Parameter id: its number
-- Parameter undone: imports that do not stand
-- Rows: one per step, in order of time
SELECT event_id, kind, at, by, department, from_department, to_department, into, note, outcome, satisfaction, amount_fen
FROM (
    SELECT *, min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) OVER (PARTITION BY event_id, content) AS first
    FROM events
    WHERE source = {source:String} AND complaint_id = {id:String}{{if .Undone}} AND import_id NOT IN {undone:Array(UInt32)}{{end}}
)
ORDER BY first DESC
LIMIT 1 BY event_id
