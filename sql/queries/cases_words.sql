-- Purpose: the words of some tellings, with the columns of their source that are no field, one of which may hold the answer.
-- Parameter months: the months of the complaints
-- Parameter ids: number of each
-- Parameter contents: content of each
-- Rows: one per telling, or several when it came again
SELECT source, complaint_id, subject, text, attributes
FROM complaints
WHERE month IN {months:Array(UInt32)} AND complaint_id IN {ids:Array(String)} AND content IN {contents:Array(UInt64)}
