-- Purpose: the complaints of a month of facts with their steps, for judging them by rules. Of several tellings of an event the content that
-- arrived last for the first time counts, as in assemble_month, and only records below the watermark are seen.
-- Parameter month: year×100+month
-- Parameter kinds: kinds of events, by whose places they are told
-- Parameter event_places: Kafka partitions of events.v1 below the watermark, epoch×65536+partition
-- Parameter event_nexts: the first offset above the watermark in each of these
-- Parameter undone: imports that do not stand
-- Rows: one per complaint; its steps as lists side by side, in the order of time and arrival
WITH
    events_small AS (
        SELECT sipHash128(source, complaint_id) AS complaint, sipHash64(event_id) AS event, content,
               min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) AS first,
               any((toUnixTimestamp64Milli(at), toUInt16(indexOf({kinds:Array(String)}, kind)), toUInt16(if(outcome = 'unreached', 1, if(outcome = 'refused', 2, 0))),
                    toUInt16(satisfaction), ifNull(amount_fen, 0), toString(department), toString(from_department), toString(to_department))) AS told
        FROM events
        WHERE (source, complaint_id) IN (SELECT source, complaint_id FROM complaints WHERE month = {month:UInt32})
          AND kafka_offset < transform(toUInt64(topic_epoch) * 65536 + kafka_partition, {event_places:Array(UInt64)}, {event_nexts:Array(UInt64)}, toUInt64(0)){{if .Undone}}
          AND import_id NOT IN {undone:Array(UInt32)}{{end}}
        GROUP BY complaint, event, content
    ),
    steps AS (
        SELECT complaint, arraySort(s -> (s.1.1, s.2), groupArray((told, seq))) AS list
        FROM (
            SELECT complaint, event, argMax(told, first) AS told, max(first) AS seq
            FROM events_small
            GROUP BY complaint, event
        )
        GROUP BY complaint
    ),
    masses AS (
        SELECT mass, count() AS size
        FROM facts
        WHERE month = {month:UInt32} AND mass != 0
        GROUP BY mass
    )
SELECT f.source, f.complaint_id, f.received_at, f.sender_kind, f.channel, f.department, f.handler, f.grade, f.level, f.customer_tier, f.product_line,
       f.province, f.amount_fen, CAST(f.urgency, 'Array(String)'), f.repeated, toUInt32(m.size),
       arrayMap(s -> s.1.1, e.list), arrayMap(s -> s.1.2, e.list), arrayMap(s -> s.1.3, e.list), arrayMap(s -> s.1.4, e.list), arrayMap(s -> s.1.5, e.list),
       arrayMap(s -> s.1.6, e.list), arrayMap(s -> s.1.7, e.list), arrayMap(s -> s.1.8, e.list)
FROM (
    SELECT source, complaint_id, received_at, toString(sender_kind) AS sender_kind, toString(channel) AS channel, toString(department) AS department,
           toString(handler) AS handler, toString(grade) AS grade, toString(level) AS level, toString(customer_tier) AS customer_tier,
           toString(product_line) AS product_line, toString(province) AS province, ifNull(amount_fen, 0) AS amount_fen, urgency, repeated, mass,
           sipHash128(source, complaint_id) AS complaint
    FROM facts
    WHERE month = {month:UInt32}
) AS f
LEFT ANY JOIN steps AS e ON e.complaint = f.complaint
LEFT ANY JOIN masses AS m ON m.mass = f.mass
