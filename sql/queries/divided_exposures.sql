-- Purpose: how the denominators that arrived in a stretch of time divide: 入库 when an arrival is the first of its month, unit and dimensions overall, 更新 when it is the
-- first of its content, 重复 otherwise.
-- What came with an import that was undone is 撤销, and nothing of the rest.
-- Parameter from: first hour, in hours since 1970
-- Parameter to: hour after the last
-- Parameter undone: numbers of the imports that were undone
-- Rows: one per source and hour (in hours since 1970): records, stored, updated, withdrawn
SELECT source, told.4 AS hour, count(), countIf(told.5 = 1), countIf(told.5 = 2), countIf(told.5 = 0)
FROM (
    SELECT source,
           arraySort(groupUniqArray((bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset AS seq, kafka_partition, content,
               toUInt32(intDiv(toUnixTimestamp(arrived_at), 3600)), has({undone:Array(UInt32)}, import_id)))) AS arrived,
           arrayFilter((x, i) -> i = 1 OR (x.1, x.2) != (arrived[i - 1].1, arrived[i - 1].2), arrived, arrayEnumerate(arrived)) AS places,
           arrayFilter(x -> NOT x.5, places) AS standing,
           arrayConcat(
               arrayMap((x, i, n) -> (x.1, x.2, x.3, x.4, multiIf(i = 1, 1, n = 1, 2, 3)), standing, arrayEnumerate(standing),
                   arrayEnumerateUniq(arrayMap(x -> x.3, standing))),
               arrayMap(x -> (x.1, x.2, x.3, x.4, 0), arrayFilter(x -> x.5, places))) AS tellings
    FROM exposures
    GROUP BY source, month, unit, dimensions
    HAVING max(arrived_at) >= toDateTime({from:UInt32} * 3600) AND min(arrived_at) < toDateTime({to:UInt32} * 3600)
)
ARRAY JOIN tellings AS told
WHERE hour >= {from:UInt32} AND hour < {to:UInt32}
GROUP BY source, hour
ORDER BY hour, source
