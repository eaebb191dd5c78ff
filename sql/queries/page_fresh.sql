-- Purpose: the complaints of some months that count, as they arrived, with what was read from them so far. It is a part of other queries,
-- which add their condition. The telling that counts is chosen as in assemble_month: the largest version, and within it the content that
-- arrived last for the first time. .Words looks for words, .Lives adds what became of the complaints.
-- Parameter from_month: first month, year×100+month
-- Parameter to_month: last month, year×100+month
-- Parameter words: a piece of subject or text
-- Parameter grades: grades that have a clock
-- Parameter hours: the clock of each of these grades, in hours
-- Parameter at: the moment that decides which clocks have run out
-- Rows: one per complaint
SELECT
    w.source AS source, w.complaint_id AS complaint_id, w.won.1 AS version, w.won.2 AS content, w.won.3 AS received_at,
    toDate(received_at, 'Asia/Shanghai') AS day, w.won.4 AS sender_kind, w.won.5 AS channel, w.won.6 AS product_line, w.won.7 AS product,
    w.won.8 AS model, w.won.9 AS batch, w.won.10 AS province, w.won.11 AS city, w.won.12 AS department, w.won.13 AS grade,
    w.won.14 AS category, w.won.15 AS month, w.won.16 AS found,
    r.analysed AS analysed, r.reading.1 AS topic, r.reading.2 AS text_hash, r.reading.3 AS wordless
    {{- if .Lives}},
    transform(toString(grade), {grades:Array(String)}, {hours:Array(UInt32)}, toUInt32(0)) AS clock,
    received_at + toIntervalHour(clock) AS due,
    clock > 0 AND ifNull(l.first_response_at <= due, 0) AS on_time,
    clock > 0 AND NOT on_time AND (isNotNull(l.first_response_at) OR due < {at:DateTime64(3, 'Asia/Shanghai')}) AS late,
    ifNull(l.satisfaction, 0) AS satisfaction
    {{- end}}
FROM (
    SELECT source, complaint_id, argMax((version, content, received_at, sender_kind, channel, product_line, product, model, batch, province,
               city, department, grade, category, month, found), (version, first)) AS won
    FROM (
        SELECT source, complaint_id, version, content, min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) AS first,
               any(c.received_at) AS received_at, any(toString(c.sender_kind)) AS sender_kind, any(toString(c.channel)) AS channel,
               any(toString(c.product_line)) AS product_line, any(toString(c.product)) AS product, any(toString(c.model)) AS model,
               any(toString(c.batch)) AS batch, any(toString(c.province)) AS province, any(toString(c.city)) AS city,
               any(toString(c.department)) AS department, any(toString(c.grade)) AS grade, any(toString(c.category)) AS category,
               any(c.month) AS month,
               {{if .Words}}any(position(c.subject, {words:String}) > 0 OR position(c.text, {words:String}) > 0){{else}}1{{end}} AS found
        FROM complaints AS c
        WHERE c.month BETWEEN {from_month:UInt32} AND {to_month:UInt32}
          AND (source, complaint_id, c.month) NOT IN (
            SELECT source, complaint_id, month FROM moved
            WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32}
            GROUP BY source, complaint_id, month HAVING argMax(gone, seq) = 1)
        GROUP BY source, complaint_id, version, content
    )
    GROUP BY source, complaint_id
    SETTINGS optimize_aggregation_in_order = 1
) AS w
LEFT JOIN (
    SELECT source, complaint_id, content, argMax((toString(topic), text_hash, wordless), (enriched_at, model)) AS reading, 1 AS analysed
    FROM insights
    WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32}
    GROUP BY source, complaint_id, content
    SETTINGS optimize_aggregation_in_order = 1
) AS r ON r.source = w.source AND r.complaint_id = w.complaint_id AND r.content = w.won.2
{{- if .Lives}}
LEFT JOIN (
    SELECT source, complaint_id,
           minOrNullIf(at, kind IN ('first_response', 'replied')) AS first_response_at,
           argMaxOrNullIf(satisfaction, (at, event_id), kind = 'followed_up' AND outcome IN ('answered', '') AND satisfaction > 0) AS satisfaction
    FROM (
        SELECT source, complaint_id, event_id, step.1 AS kind, step.2 AS at, step.3 AS outcome, step.4 AS satisfaction
        FROM (
            SELECT source, complaint_id, event_id, argMax((kind, at, outcome, satisfaction), first) AS step
            FROM (
                SELECT source, complaint_id, event_id, content, min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) AS first,
                       any(toString(e.kind)) AS kind, any(e.at) AS at, any(toString(e.outcome)) AS outcome, any(e.satisfaction) AS satisfaction
                FROM events AS e
                WHERE (source, complaint_id) IN (
                    SELECT source, complaint_id FROM complaints WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32})
                GROUP BY source, complaint_id, event_id, content
            )
            GROUP BY source, complaint_id, event_id
        )
    )
    GROUP BY source, complaint_id
) AS l ON l.source = w.source AND l.complaint_id = w.complaint_id
{{- end}}
WHERE (w.source, w.complaint_id) NOT IN (
    -- Few complaints end so: the steps of only those are looked at again, for the last telling of each.
    SELECT source, complaint_id
    FROM (
        SELECT source, complaint_id, event_id, argMax(kind, first) AS kind
        FROM (
            SELECT source, complaint_id, event_id, content, min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) AS first,
                   any(toString(e.kind)) AS kind
            FROM events AS e
            WHERE (source, complaint_id) IN (SELECT source, complaint_id FROM events WHERE kind IN ('withdrawn', 'merged', 'invalidated'))
            GROUP BY source, complaint_id, event_id, content
        )
        GROUP BY source, complaint_id, event_id
    )
    WHERE kind IN ('withdrawn', 'merged', 'invalidated'))
