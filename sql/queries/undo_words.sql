-- Purpose: the words of tellings of complaints of one source.
-- Parameter source: of the complaints
-- Parameter ids: of the complaints
-- Parameter months: that the contents name, year×100+month
-- Rows: one per complaint and content
SELECT complaint_id, content, month, received_at, subject, text, category
FROM complaints
WHERE source = {source:String} AND complaint_id IN {ids:Array(String)} AND month IN {months:Array(UInt32)}
LIMIT 1 BY complaint_id, content
