-- Purpose: gather one month of facts into a staging table: the telling that counts of each complaint, what was read from it, and its life
-- so far. Only records below the watermark are seen, so that the same watermark gives the same rows. A complaint that counts in
-- another month, or that was withdrawn, merged or invalidated, is left out.
-- Parameter month: year×100+month
-- Parameter run: number of the run
-- Parameter places: Kafka partitions of complaints.v1 below the watermark, epoch×65536+partition
-- Parameter nexts: the first offset above the watermark in each of these
-- Parameter event_places: the same for events.v1
-- Parameter event_nexts: the same for events.v1
-- Rows: none
INSERT INTO {{.Stage}} (
    month, day, received_at, source, complaint_id, version, content, sender_kind, channel, product_line, product, model, batch,
    province, city, district, department, handler, grade, level, category, amount_fen, customer, customer_tier, customer_segment,
    attributes, topic, topic_from, other_topics, text_hash, characters, wordless, insight_model, accepted_at, first_response_at,
    resolved_at, closed_at, followed_up_at, satisfaction, reopened, escalated, events, stage, run)
WITH
    told AS (
        SELECT source, complaint_id, version, content, min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) AS first
        FROM complaints
        WHERE month = {month:UInt32}
          AND kafka_offset < transform(toUInt64(topic_epoch) * 65536 + kafka_partition, {places:Array(UInt64)}, {nexts:Array(UInt64)}, toUInt64(0))
        GROUP BY source, complaint_id, version, content
    ),
    -- The largest version, and within it the content that arrived last for the first time.
    winners AS (
        SELECT source, complaint_id, argMax((version, content), (version, first)) AS won
        FROM told
        GROUP BY source, complaint_id
    ),
    steps AS (
        SELECT source, complaint_id, event_id, argMax((kind, at, outcome, satisfaction), first) AS step
        FROM (
            SELECT source, complaint_id, event_id, content, min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) AS first,
                   any(kind) AS kind, any(at) AS at, any(outcome) AS outcome, any(satisfaction) AS satisfaction
            FROM events
            WHERE (source, complaint_id) IN (SELECT source, complaint_id FROM complaints WHERE month = {month:UInt32})
              AND kafka_offset < transform(toUInt64(topic_epoch) * 65536 + kafka_partition, {event_places:Array(UInt64)}, {event_nexts:Array(UInt64)}, toUInt64(0))
            GROUP BY source, complaint_id, event_id, content
        )
        GROUP BY source, complaint_id, event_id
    ),
    lives AS (
        SELECT source, complaint_id,
               minOrNullIf(at, kind = 'accepted') AS accepted_at,
               -- A system that tells no first response of its own still tells its first reply.
               minOrNullIf(at, kind IN ('first_response', 'replied')) AS first_response_at,
               maxOrNullIf(at, kind = 'resolved') AS last_resolved,
               maxOrNullIf(at, kind = 'closed') AS last_closed,
               maxOrNullIf(at, kind = 'reopened') AS last_reopened,
               maxOrNullIf(at, kind = 'followed_up' AND outcome IN ('answered', '')) AS followed_up_at,
               argMaxOrNullIf(satisfaction, (at, event_id), kind = 'followed_up' AND outcome IN ('answered', '') AND satisfaction > 0) AS satisfaction,
               countIf(kind = 'reopened') AS reopened,
               countIf(kind = 'escalated') AS escalated,
               count() AS events,
               countIf(kind IN ('withdrawn', 'merged', 'invalidated')) > 0 AS ended,
               -- Steps told with the same time follow in the order in which a complaint goes through them.
               argMaxIf(kind, (at, moves, event_id), moves > 0) AS stage
        FROM (
            SELECT source, complaint_id, event_id, step.1 AS kind, step.2 AS at, step.3 AS outcome, step.4 AS satisfaction,
                   indexOf(['accepted', 'assigned', 'handed_over', 'progressed', 'paused', 'resumed', 'escalated', 'first_response', 'replied', 'resolved', 'closed', 'reopened'], kind) AS moves
            FROM steps
        )
        GROUP BY source, complaint_id
    ),
    readings AS (
        SELECT source, complaint_id, content,
               argMax((topic, topic_from, other_topics, text_hash, characters, wordless, model), (enriched_at, model)) AS reading
        FROM insights
        WHERE month = {month:UInt32}
        GROUP BY source, complaint_id, content
    )
SELECT
    c.month, toDate(c.received_at, 'Asia/Shanghai'), c.received_at, c.source, c.complaint_id, c.version, c.content, c.sender_kind, c.channel,
    c.product_line, c.product, c.model, c.batch, c.province, c.city, c.district, c.department, c.handler, c.grade, c.level, c.category,
    c.amount_fen, c.customer, c.customer_tier, c.customer_segment, c.attributes,
    r.reading.1, r.reading.2, r.reading.3, r.reading.4, r.reading.5, r.reading.6, r.reading.7,
    l.accepted_at, l.first_response_at,
    if(l.last_reopened >= l.last_resolved, NULL, l.last_resolved),
    if(l.last_reopened >= l.last_closed, NULL, l.last_closed),
    l.followed_up_at, l.satisfaction, l.reopened, l.escalated, least(l.events, 65535), l.stage, {run:UInt64}
FROM (
    SELECT *
    FROM complaints
    WHERE month = {month:UInt32}
      AND (source, complaint_id, version, content) IN (SELECT source, complaint_id, won.1, won.2 FROM winners)
      AND (source, complaint_id) NOT IN (
        SELECT source, complaint_id FROM moved WHERE month = {month:UInt32}
        GROUP BY source, complaint_id HAVING argMax(gone, seq) = 1)
    LIMIT 1 BY source, complaint_id
) AS c
LEFT JOIN lives AS l ON l.source = c.source AND l.complaint_id = c.complaint_id
LEFT JOIN readings AS r ON r.source = c.source AND r.complaint_id = c.complaint_id AND r.content = c.content
WHERE NOT l.ended
