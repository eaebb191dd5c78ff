-- Purpose: when contents of complaints of one source arrived first with an import that stands. Equal contents name the same month, which keeps this to few partitions.
-- Parameter source: of the complaints
-- Parameter ids: of the complaints
-- Parameter months: that the contents name, year×100+month
-- Parameter undone: imports that do not stand
-- Rows: one per complaint, version and content
SELECT complaint_id, version, content, min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset)
FROM complaints
WHERE source = {source:String} AND complaint_id IN {ids:Array(String)} AND month IN {months:Array(UInt32)}{{if .Undone}} AND import_id NOT IN {undone:Array(UInt32)}{{end}}
GROUP BY complaint_id, version, content
