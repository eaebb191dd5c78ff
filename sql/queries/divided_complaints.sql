-- Purpose: how the complaints that arrived in a stretch of time divide: 入库 in the hour of the first arrival, 更新 in the hour of the first arrival of a
-- further content; the rest is 重复. What came with an import that was undone does not count. Aggregated in the order of the key, so that memory does
-- not grow with history.
-- Parameter from: first hour, in hours since 1970
-- Parameter to: hour after the last
-- Parameter undone: numbers of the imports that were undone
-- Parameter wide: 1 when so much arrived that all keys are looked at instead of those that did
-- Rows: one per source and hour (in hours since 1970) with any: stored, contents first seen
SELECT source, hour, countIf(whole), countIf(NOT whole)
FROM (
    SELECT source, true AS whole,
           argMin(toUInt32(intDiv(toUnixTimestamp(arrived_at), 3600)), bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) AS hour
    FROM complaints WHERE NOT has({undone:Array(UInt32)}, import_id) AND ({wide:UInt8} = 1 OR (source, complaint_id) IN (
        SELECT source, complaint_id FROM complaints WHERE {wide:UInt8} = 0 AND arrived_at >= toDateTime({from:UInt32} * 3600) AND arrived_at < toDateTime({to:UInt32} * 3600)))
    GROUP BY source, complaint_id
    UNION ALL
    SELECT source, false AS whole,
           argMin(toUInt32(intDiv(toUnixTimestamp(arrived_at), 3600)), bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) AS hour
    FROM complaints WHERE NOT has({undone:Array(UInt32)}, import_id) AND ({wide:UInt8} = 1 OR (source, complaint_id) IN (
        SELECT source, complaint_id FROM complaints WHERE {wide:UInt8} = 0 AND arrived_at >= toDateTime({from:UInt32} * 3600) AND arrived_at < toDateTime({to:UInt32} * 3600)))
    GROUP BY source, complaint_id, content
)
WHERE hour >= {from:UInt32} AND hour < {to:UInt32}
GROUP BY source, hour
ORDER BY hour, source
SETTINGS optimize_aggregation_in_order = 1
