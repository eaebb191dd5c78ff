-- Purpose: refused records of a filter, newest first, page by page. Reasons are grouped by the sentence without its values.
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
-- Parameter before: moment of arrival of the last one of the page before; far ahead for the first page
-- Parameter after_topic: topic read of the last one of the page before
-- Parameter after_epoch: its epoch
-- Parameter after_partition: its partition
-- Parameter after_offset: its offset
-- Parameter limit: records at most
-- Rows: one per record: its fields, import, moment of arrival and place
SELECT topic, source, complaint_id, reason, field, file, line, payload, sealed, import_id, arrived_at,
       if(file = '', topic, 'rejected.v1') AS through, topic_epoch, kafka_partition, kafka_offset, replaceRegexpAll(replaceRegexpAll(reason, '“[^”]*”', '“…”'), '[0-9]([0-9.,:/ -]*[0-9])?', '…') AS plain
FROM rejected
WHERE ({words:String} = '' OR positionCaseInsensitiveUTF8(payload, {words:String}) > 0 OR positionCaseInsensitiveUTF8(reason, {words:String}) > 0
       OR positionCaseInsensitiveUTF8(complaint_id, {words:String}) > 0 OR positionCaseInsensitiveUTF8(file, {words:String}) > 0)
  AND ({reason:String} = '' OR plain = {reason:String}) AND ({any_field:UInt8} = 1 OR field = {field:String})
  AND ({file:String} = '' OR file = {file:String}) AND ({source:String} = '' OR source = {source:String})
  AND ({topic:String} = '' OR topic = {topic:String}) AND ({import:UInt32} = 0 OR import_id = {import:UInt32})
  AND arrived_at >= {from:DateTime64(3, 'Asia/Shanghai')} AND arrived_at < {to:DateTime64(3, 'Asia/Shanghai')}
  AND (arrived_at, through, topic_epoch, kafka_partition, kafka_offset)
    < ({before:DateTime64(3, 'Asia/Shanghai')}, {after_topic:String}, {after_epoch:UInt32}, {after_partition:UInt16}, {after_offset:UInt64})
ORDER BY arrived_at DESC, through DESC, topic_epoch DESC, kafka_partition DESC, kafka_offset DESC
LIMIT 1 BY through, topic_epoch, kafka_partition, kafka_offset
LIMIT {limit:UInt32}
