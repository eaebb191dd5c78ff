-- Purpose: the complaints of a month of facts with what was told of their steps, for judging them by rules. Only records below the watermark are
-- seen; which telling of a step counts is left to the reader, because grouping some millions of tellings costs more than all else here.
-- Parameter month: year×100+month
-- Parameter kinds: kinds of events, by whose places they are told
-- Parameter event_places: Kafka partitions of events.v1 below the watermark, epoch×65536+partition
-- Parameter event_nexts: the first offset above the watermark in each of these
-- Parameter undone: imports that do not stand
-- Rows: one per complaint; its tellings one after the other in one string, in no order, each of 67 bytes, whole numbers little-endian: hashes of the
-- event and of its content, place of arrival, milliseconds since 1970, sum, hashes of the department, of that it came from and of that it goes to,
-- and one byte each for kind, outcome and satisfaction
WITH
    lives AS (
        SELECT sipHash128(source, complaint_id) AS complaint, arrayStringConcat(groupArray(concat(
                   reinterpretAsFixedString(sipHash64(event_id)), reinterpretAsFixedString(content),
                   reinterpretAsFixedString(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset),
                   reinterpretAsFixedString(toUnixTimestamp64Milli(at)), reinterpretAsFixedString(ifNull(amount_fen, toInt64(0))),
                   reinterpretAsFixedString(toUInt64(cityHash64(department))), reinterpretAsFixedString(toUInt64(cityHash64(from_department))),
                   reinterpretAsFixedString(toUInt64(cityHash64(to_department))), reinterpretAsFixedString(toUInt8(indexOf({kinds:Array(String)}, kind))),
                   reinterpretAsFixedString(toUInt8(if(outcome = 'unreached', 1, if(outcome = 'refused', 2, 0)))), reinterpretAsFixedString(satisfaction)))) AS told
        FROM events
        WHERE (source, complaint_id) IN (SELECT source, complaint_id FROM complaints WHERE month = {month:UInt32})
          AND kafka_offset < transform(toUInt64(topic_epoch) * 65536 + kafka_partition, {event_places:Array(UInt64)}, {event_nexts:Array(UInt64)}, toUInt64(0)){{if .Undone}}
          AND import_id NOT IN {undone:Array(UInt32)}{{end}}
        GROUP BY complaint
    ),
    masses AS (
        SELECT mass, count() AS size
        FROM facts
        WHERE month = {month:UInt32} AND mass != 0
        GROUP BY mass
    )
SELECT f.source, f.complaint_id, f.received_at, f.sender_kind, f.channel, f.department, f.handler, f.grade, f.level, f.customer_tier, f.product_line,
       f.province, f.amount_fen, CAST(f.urgency, 'Array(String)'), f.repeated, toUInt32(m.size), e.told
FROM (
    SELECT source, complaint_id, received_at, toString(sender_kind) AS sender_kind, toString(channel) AS channel, toString(department) AS department,
           toString(handler) AS handler, toString(grade) AS grade, toString(level) AS level, toString(customer_tier) AS customer_tier,
           toString(product_line) AS product_line, toString(province) AS province, ifNull(amount_fen, 0) AS amount_fen, urgency, repeated, mass,
           sipHash128(source, complaint_id) AS complaint
    FROM facts
    WHERE month = {month:UInt32}
) AS f
LEFT ANY JOIN lives AS e ON e.complaint = f.complaint
LEFT ANY JOIN masses AS m ON m.mass = f.mass
