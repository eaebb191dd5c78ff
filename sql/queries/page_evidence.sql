-- Purpose: the evidence and the urgency of the newest reading of some tellings.
-- Parameter months: the months of the complaints
-- Parameter sources: source of each
-- Parameter ids: number of each
-- Parameter contents: content of each
-- Rows: one per telling that was read, in any order
SELECT source, complaint_id, e.1, e.2, e.3, e.4
FROM (
    SELECT source, complaint_id, argMax((evidence_topic, evidence_from, evidence_to, urgency), (enriched_at, model)) AS e
    FROM insights
    WHERE month IN {months:Array(UInt32)}
      AND (source, complaint_id, content) IN (SELECT arrayJoin(arrayZip({sources:Array(String)}, {ids:Array(String)}, {contents:Array(UInt64)})))
      AND source IN {sources:Array(String)} AND complaint_id IN {ids:Array(String)}
    GROUP BY source, complaint_id
)
