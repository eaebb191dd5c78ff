-- Purpose: gather one month of facts into a staging table: the telling that counts of each complaint, what was read from it, and its life
-- so far. Only records below the watermark are seen, so that the same watermark and the same undone imports give the same rows. A
-- complaint that counts in another month is left out, and one that was withdrawn, merged or invalidated, unless it was reopened after.
-- analytics/lifecycle says the same in Go.
-- Parameter month: year×100+month
-- Parameter run: number of the run
-- Parameter places: Kafka partitions of complaints.v1 below the watermark, epoch×65536+partition
-- Parameter nexts: the first offset above the watermark in each of these
-- Parameter event_places: the same for events.v1
-- Parameter event_nexts: the same for events.v1
-- Parameter undone: imports that do not stand
-- Rows: none
INSERT INTO {{.Stage}} (
    month, day, received_at, source, complaint_id, version, content, sender_kind, channel, product_line, product, model, batch,
    province, city, district, department, handler, grade, level, category, amount_fen, customer, customer_tier, customer_segment,
    attributes, topic, topic_from, other_topics, text_hash, characters, wordless, insight_model,
    topic_why, topic_where, sentiment, rating, temper, urgency, demands, ideas, accepted_at, first_response_at,
    resolved_at, closed_at, followed_up_at, satisfaction, visit, visit_channel, visit_attitude, visit_ability, visit_speed, visit_outcome,
    reopened, escalated, handed_over, compensated, paid_fen, events, contradicts, stage, matter, mass, template, repeated, deduplicated, untemplated, run)
WITH
    told AS (
        SELECT source, complaint_id, version, content, min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) AS first
        FROM complaints
        WHERE month = {month:UInt32}
          AND kafka_offset < transform(toUInt64(topic_epoch) * 65536 + kafka_partition, {places:Array(UInt64)}, {nexts:Array(UInt64)}, toUInt64(0)){{if .Undone}}
          AND import_id NOT IN {undone:Array(UInt32)}{{end}}
        GROUP BY source, complaint_id, version, content
    ),
    -- The largest version, and within it the content that arrived last for the first time.
    winners AS (
        SELECT source, complaint_id, argMax((version, content), (version, first)) AS won
        FROM told
        GROUP BY source, complaint_id
    ),
    -- Complaints and events are numbered by hashes from here on, and kinds by their place in a list: fixed widths make grouping and joining
    -- three times as fast as the texts do. 128 bits do not collide; 64 bits need only tell the events of one complaint apart.
    ['accepted', 'assigned', 'handed_over', 'progressed', 'paused', 'resumed', 'escalated', 'first_response', 'replied', 'resolved', 'closed', 'reopened'] AS moves,
    steps AS (
        SELECT complaint, event, argMax(ms, first) AS ms, argMax(move, first) AS move, argMax(visit, first) AS visit, visit = 3 AS visited,
               argMax(ended, first) AS ended, argMax(grades, first) AS grades, argMax(paid, first) AS paid, max(first) AS seq
        FROM (
            SELECT sipHash128(source, complaint_id) AS complaint, sipHash64(event_id) AS event, content,
                   min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) AS first,
                   any(toUInt64(toUnixTimestamp64Milli(at))) AS ms,
                   any(toUInt8(indexOf(moves, kind))) AS move,
                   -- How far a visit came: the customer was reached, refused, was not reached.
                   any(toUInt8(if(kind = 'followed_up', multiIf(outcome = 'refused', 2, outcome = 'unreached', 1, 3), 0))) AS visit,
                   any(kind IN ('withdrawn', 'merged', 'invalidated')) AS ended,
                   -- The six grades of a visit as one number to base 8, the overall one first.
                   any(((((toUInt64(satisfaction) * 8 + satisfaction_channel) * 8 + satisfaction_attitude) * 8 + satisfaction_ability) * 8 + satisfaction_speed) * 8 + satisfaction_outcome) AS grades,
                   any((toUInt8(kind = 'compensated'), if(kind = 'compensated', ifNull(amount_fen, 0), 0))) AS paid
            FROM events
            WHERE (source, complaint_id) IN (SELECT source, complaint_id FROM complaints WHERE month = {month:UInt32})
              AND kafka_offset < transform(toUInt64(topic_epoch) * 65536 + kafka_partition, {event_places:Array(UInt64)}, {event_nexts:Array(UInt64)}, toUInt64(0)){{if .Undone}}
              AND import_id NOT IN {undone:Array(UInt32)}{{end}}
            GROUP BY complaint, event, content
        )
        GROUP BY complaint, event
    ),
    lives AS (
        SELECT complaint,
               minOrNullIf(ms, move = indexOf(moves, 'accepted')) AS accepted,
               -- A system that tells no first response of its own still tells its first reply.
               minOrNullIf(ms, move IN (indexOf(moves, 'first_response'), indexOf(moves, 'replied'))) AS responded,
               maxOrNullIf(ms, move = indexOf(moves, 'resolved')) AS last_resolved,
               maxOrNullIf(ms, move = indexOf(moves, 'closed')) AS last_closed,
               maxOrNullIf(ms, move = indexOf(moves, 'reopened')) AS last_reopened,
               maxOrNullIf(ms, visited) AS followed_up,
               -- The grades of the latest visit that got an overall one; of two at the same time the larger number.
               modulo(maxOrNullIf(ms * 262144 + grades, visited AND grades >= 32768), 262144) AS answer,
               max(visit) AS visit,
               countIf(move = indexOf(moves, 'handed_over')) AS handed_over,
               sum(paid.1) AS compensated, sum(paid.2) AS paid_fen,
               countIf(move = indexOf(moves, 'reopened')) AS reopened,
               countIf(move = indexOf(moves, 'escalated')) AS escalated,
               count() AS events,
               -- The last of endings and reopenings decides; of several at the same time the one that arrived last.
               argMaxIf(ended, (ms, seq), ended OR move = indexOf(moves, 'reopened')) AS left_out,
               -- What contradicts itself by the first of each kind; lifecycle.Order lists the rules.
               min(ms) AS begun,
               minOrNullIf(ms, move IN (indexOf(moves, 'resolved'), indexOf(moves, 'closed'))) AS first_end,
               ifNull(first_end < accepted, 0) OR ifNull(minOrNullIf(ms, visited) < first_end, 0)
                   OR countIf(move = indexOf(moves, 'reopened')) > 0 AND ifNull(minIf(ms, move = indexOf(moves, 'reopened'))
                       < minOrNullIf(ms, ended OR move IN (indexOf(moves, 'resolved'), indexOf(moves, 'closed'))), 1) AS disordered,
               -- The newest move; of several at the same time the later one in the list.
               modulo(maxIf(ms * 16 + move, move > 0), 16) AS stage
        FROM steps
        GROUP BY complaint
    ),
    readings AS (
        SELECT sipHash128(source, complaint_id) AS complaint, content,
               argMax((topic, topic_from, other_topics, text_hash, characters, wordless, model,
                       topic_why, topic_where, sentiment, rating, temper, urgency, demands, ideas), (enriched_at, model)) AS reading
        FROM insights
        WHERE month = {month:UInt32}
        GROUP BY complaint, content
    ),
    -- Which complaints say the same, as jobs/alike found; one without a mark is in no group.
    marks AS (
        SELECT sipHash128(source, complaint_id) AS complaint, argMax((matter, mass, template, repeated, duplicate, copied), revision) AS mark
        FROM alike_marks
        WHERE month = {month:UInt32}
        GROUP BY complaint
    )
SELECT
    c.month, toDate(c.received_at, 'Asia/Shanghai'), c.received_at, c.source, c.complaint_id, c.version, c.content, c.sender_kind, c.channel,
    c.product_line, c.product, c.model, c.batch, c.province, c.city, c.district, c.department, c.handler, c.grade, c.level, c.category,
    c.amount_fen, c.customer, c.customer_tier, c.customer_segment, c.attributes,
    r.reading.1, r.reading.2, r.reading.3, r.reading.4, r.reading.5, r.reading.6, r.reading.7,
    r.reading.8, r.reading.9, r.reading.10, r.reading.11, r.reading.12, r.reading.13, r.reading.14, r.reading.15,
    fromUnixTimestamp64Milli(toInt64(l.accepted), 'Asia/Shanghai'), fromUnixTimestamp64Milli(toInt64(l.responded), 'Asia/Shanghai'),
    fromUnixTimestamp64Milli(toInt64(if(l.last_reopened >= l.last_resolved, NULL, l.last_resolved)), 'Asia/Shanghai'),
    fromUnixTimestamp64Milli(toInt64(if(l.last_reopened >= l.last_closed, NULL, l.last_closed)), 'Asia/Shanghai'),
    fromUnixTimestamp64Milli(toInt64(l.followed_up), 'Asia/Shanghai'),
    intDiv(l.answer, 32768), ['unreached', 'refused', 'reached'][l.visit], modulo(intDiv(ifNull(l.answer, 0), 4096), 8), modulo(intDiv(ifNull(l.answer, 0), 512), 8),
    modulo(intDiv(ifNull(l.answer, 0), 64), 8), modulo(intDiv(ifNull(l.answer, 0), 8), 8), modulo(ifNull(l.answer, 0), 8),
    l.reopened, l.escalated, l.handed_over, l.compensated, l.paid_fen, least(l.events, 65535),
    l.events > 0 AND (l.disordered OR l.begun < toUInt64(toUnixTimestamp64Milli(c.received_at))), moves[l.stage],
    m.mark.1, m.mark.2, m.mark.3, m.mark.4, 1 - m.mark.5, 1 - m.mark.6, {run:UInt64}
FROM (
    SELECT *, sipHash128(source, complaint_id) AS complaint
    FROM complaints
    WHERE month = {month:UInt32}
      AND (source, complaint_id, version, content) IN (SELECT source, complaint_id, won.1, won.2 FROM winners)
      AND (source, complaint_id) NOT IN (
        SELECT source, complaint_id FROM moved WHERE month = {month:UInt32}
        GROUP BY source, complaint_id HAVING argMax(gone, (seq, revision)) = 1)
    LIMIT 1 BY complaint
) AS c
LEFT ANY JOIN lives AS l ON l.complaint = c.complaint
LEFT ANY JOIN readings AS r ON r.complaint = c.complaint AND r.content = c.content
LEFT ANY JOIN marks AS m ON m.complaint = c.complaint
WHERE NOT l.left_out
