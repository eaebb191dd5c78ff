-- Purpose: how many refused records of a filter there are, and how they divide by reason, field, file and source.
-- Parameter words: that the payload, the reason, the id or the file contain; empty for all
-- Parameter reason: group of reasons; empty for all
-- Parameter field: field
-- Parameter any_field: 1 when the field does not matter
-- Parameter file: file; empty for all
-- Parameter source: source; empty for all
-- Parameter topic: topic that they were meant for; empty for all
-- Parameter import: number of the import; 0 for all
-- Parameter from: first moment of arrival
-- Parameter to: moment after the last
-- Parameter limit: groups of each kind at most
-- Rows: one per kind and group, the largest first; kind all has one
SELECT kind, name, n FROM (
    SELECT pair.1 AS kind, pair.2 AS name, uniqExact(through, topic_epoch, kafka_partition, kafka_offset) AS n
    FROM (
        SELECT if(file = '', topic, 'rejected.v1') AS through, topic_epoch, kafka_partition, kafka_offset, replaceRegexpAll(replaceRegexpAll(reason, '“[^”]*”', '“…”'), '[0-9]([0-9.,:/ -]*[0-9])?', '…') AS plain,
               arrayJoin([('all', ''), ('reason', plain), ('field', toString(field)), ('file', toString(file)), ('source', toString(source))]) AS pair
        FROM rejected
        WHERE ({words:String} = '' OR positionCaseInsensitiveUTF8(payload, {words:String}) > 0 OR positionCaseInsensitiveUTF8(reason, {words:String}) > 0
       OR positionCaseInsensitiveUTF8(complaint_id, {words:String}) > 0 OR positionCaseInsensitiveUTF8(file, {words:String}) > 0)
  AND ({reason:String} = '' OR plain = {reason:String}) AND ({any_field:UInt8} = 1 OR field = {field:String})
  AND ({file:String} = '' OR file = {file:String}) AND ({source:String} = '' OR source = {source:String})
  AND ({topic:String} = '' OR topic = {topic:String}) AND ({import:UInt32} = 0 OR import_id = {import:UInt32})
  AND arrived_at >= {from:DateTime64(3, 'Asia/Shanghai')} AND arrived_at < {to:DateTime64(3, 'Asia/Shanghai')}
    )
    GROUP BY kind, name
)
ORDER BY kind, n DESC, name
LIMIT {limit:UInt32} BY kind
