-- Purpose: where some complaints stand: the step that moved each of them last, as assemble_month tells it.
-- Parameter sources: source of each
-- Parameter ids: number of each
-- Parameter undone: imports that do not stand
-- Rows: one per complaint that has moved, in any order
SELECT source, complaint_id, argMax(kind, (at, moves, event_id))
FROM (
    SELECT source, complaint_id, event_id, step.1 AS kind, step.2 AS at,
           indexOf(['accepted', 'assigned', 'handed_over', 'progressed', 'paused', 'resumed', 'escalated', 'first_response', 'replied', 'resolved', 'closed', 'reopened'], kind) AS moves
    FROM (
        SELECT source, complaint_id, event_id, argMax((kind, at), first) AS step
        FROM (
            SELECT source, complaint_id, event_id, content, min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) AS first,
                   any(toString(e.kind)) AS kind, any(e.at) AS at
            FROM events AS e
            WHERE (source, complaint_id) IN (SELECT arrayJoin(arrayZip({sources:Array(String)}, {ids:Array(String)})))
              AND source IN {sources:Array(String)} AND complaint_id IN {ids:Array(String)}{{if .Undone}} AND import_id NOT IN {undone:Array(UInt32)}{{end}}
            GROUP BY source, complaint_id, event_id, content
        )
        GROUP BY source, complaint_id, event_id
    )
)
WHERE moves > 0
GROUP BY source, complaint_id
