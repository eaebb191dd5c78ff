-- Purpose: what became of the complaints of some imports. Of all arrivals of their complaints the first one is 入库, the first one of
-- each further content 更新, among those that stand. .Many picks complaints by a hash, as the keys of millions take too much memory; one
-- that is picked by chance belongs to no import that is asked for.
-- Parameter imports: numbers of the imports
-- Parameter undone: imports that do not stand
-- Rows: one per import that has any: places in Kafka, stored, updated
SELECT one.1 AS number, countIf(one.2 = 0), countIf(one.2 = 1), countIf(one.2 = 2)
FROM (
    SELECT arrayJoin(arrayConcat(
        arrayMap(t -> (t.3, 0), places),
        arrayMap((t, nth) -> (t.3, if(nth = 1, 1, 2)), firsts, arrayEnumerate(firsts)))) AS one
    FROM (
        SELECT arraySort(groupUniqArray((bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset, content, import_id))) AS places,
               {{if .Undone}}arrayFilter(t -> NOT has({undone:Array(UInt32)}, t.3), places){{else}}places{{end}} AS standing,
               arrayFilter((t, seen) -> seen = 1, standing, arrayEnumerateUniq(standing.2)) AS firsts
        FROM complaints
        WHERE {{if .Many}}sipHash64(source, complaint_id){{else}}(source, complaint_id){{end}} IN (
            SELECT {{if .Many}}sipHash64(source, complaint_id){{else}}source, complaint_id{{end}} FROM complaints WHERE import_id IN {imports:Array(UInt32)})
        GROUP BY source, complaint_id
        SETTINGS optimize_aggregation_in_order = 1
    )
)
WHERE number IN {imports:Array(UInt32)}
GROUP BY number
