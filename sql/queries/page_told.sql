-- Purpose: every telling of one complaint, the one that counts last.
-- Parameter source: its source
-- Parameter id: its number
-- Parameter undone: imports that do not stand
-- Rows: one per version and content: those that stand no longer first, then by version, then by first arrival that stands. withdrawn
-- are the imports with which all of its arrivals were undone
SELECT version, content, min(arrived_at), uniqExact(topic_epoch, kafka_partition, kafka_offset),
       {{if .Undone}}countIf(import_id NOT IN {undone:Array(UInt32)}) > 0{{else}}1{{end}} AS stands,
       if(stands, [], arraySort(groupUniqArray(import_id))) AS withdrawn,
       minIf(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset, {{if .Undone}}import_id NOT IN {undone:Array(UInt32)}{{else}}1{{end}}) AS first,
       min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) AS arrived
FROM complaints
WHERE source = {source:String} AND complaint_id = {id:String}
GROUP BY version, content
ORDER BY stands, version, first, arrived
