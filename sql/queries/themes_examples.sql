-- Purpose: the examples of the themes of some months.
-- Parameter kind: emerging or idea
-- Parameter from: first month, year×100+month
-- Parameter to: last month
-- Parameter themes: their ids
-- Rows: one per example, by theme, newest month first, then rank
SELECT theme, kind, month, source, complaint_id, received_at, rank, text, evidence_from, evidence_to
FROM theme_members
WHERE kind = {kind:String} AND month BETWEEN {from:UInt32} AND {to:UInt32} AND rank > 0 AND theme IN {themes:Array(UInt64)}
ORDER BY theme, month DESC, rank, source, complaint_id
