-- Purpose: which complaint is of which theme in a month.
-- Parameter month: year×100+month
-- Rows: one per member, by kind, theme and complaint
SELECT theme, kind, month, source, complaint_id, received_at, rank, text, evidence_from, evidence_to
FROM theme_members
WHERE month = {month:UInt32}
ORDER BY kind, theme, source, complaint_id
