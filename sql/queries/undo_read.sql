-- Purpose: which contents of complaints of one source were read by a model.
-- Parameter source: of the complaints
-- Parameter ids: of the complaints
-- Parameter months: that the contents name, year×100+month
-- Parameter model: version of the model
-- Rows: one per complaint and content
SELECT DISTINCT complaint_id, content
FROM insights
WHERE source = {source:String} AND complaint_id IN {ids:Array(String)} AND month IN {months:Array(UInt32)} AND model = {model:String}
