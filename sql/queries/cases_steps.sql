-- Purpose: the steps in the lives of some complaints, each as it was told last.
-- Parameter sources: source of each complaint
-- Parameter ids: number of each
-- Parameter undone: imports that do not stand
-- Rows: one per step, by time
SELECT source, complaint_id, event_id, kind, at, by, department, note, satisfaction, amount_fen
FROM (
    SELECT *, min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) OVER (PARTITION BY source, complaint_id, event_id, content) AS first
    FROM events
    WHERE source IN {sources:Array(String)} AND complaint_id IN {ids:Array(String)}
      AND (source, complaint_id) IN (SELECT arrayJoin(arrayZip({sources:Array(String)}, {ids:Array(String)}))){{if .Undone}} AND import_id NOT IN {undone:Array(UInt32)}{{end}}
    ORDER BY first DESC
    LIMIT 1 BY source, complaint_id, event_id
)
ORDER BY at, first
