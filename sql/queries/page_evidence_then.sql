-- Purpose: the evidence and the urgency of some tellings as a version of the model read them.
-- Parameter months: the months of the complaints
-- Parameter sources: source of each
-- Parameter ids: number of each
-- Parameter contents: content of each
-- Parameter models: version of the model of each
-- Rows: one per telling that was read so, in any order
SELECT source, complaint_id, e.1, e.2, e.3, e.4
FROM (
    SELECT source, complaint_id, argMax((evidence_topic, evidence_from, evidence_to, urgency), enriched_at) AS e
    FROM insights
    WHERE month IN {months:Array(UInt32)}
      AND (source, complaint_id, content, model) IN (
        SELECT arrayJoin(arrayZip({sources:Array(String)}, {ids:Array(String)}, {contents:Array(UInt64)}, {models:Array(String)})))
      AND source IN {sources:Array(String)} AND complaint_id IN {ids:Array(String)}
    GROUP BY source, complaint_id
)
