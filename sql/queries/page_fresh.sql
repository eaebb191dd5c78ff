-- Purpose: the complaints of some months that count, as they arrived, with what was read from them so far. It is a part of other queries,
-- which add their condition. The telling that counts is chosen as in assemble_month: the largest version, and within it the content that
-- arrived last for the first time. Most complaints were told once, and for those nothing has to be chosen, so that only the few others
-- are looked at twice. Both tables are grouped in the order of their keys, and joined by a 64-bit hash of the keys, which takes a third
-- of the time of joining strings. .Columns are the columns that the condition needs of what arrived, .Labels of what was read beside the topic, .Words looks for words, in
-- the contents of .Found, which is page_found, or with .Keys in those given, .Among keeps to their complaints, .Lives adds what became
-- of the complaints, .Disorder whether their steps contradict each other, .Keys keeps to some complaints, .Said adds what else was read.
-- Parameter from_month: first month, year×100+month
-- Parameter to_month: last month, year×100+month
-- Parameter hits: contents in which the words were found
-- Parameter sources: source of each complaint to keep to
-- Parameter ids: number of each complaint to keep to
-- Parameter undone: imports that do not stand
-- Rows: one per complaint
SELECT
    w.source AS source, w.complaint_id AS complaint_id, w.version AS version, w.content AS content, w.received_at AS received_at,
    toDate(received_at, 'Asia/Shanghai') AS day, w.month AS month, w.found AS found{{range .Columns}}, w.{{.}} AS {{.}}{{end}},
    r.analysed AS analysed, r.reading.1 AS topic, r.reading.2 AS text_hash, r.reading.3 AS wordless{{if .Said}}, r.reading.4 AS sentiment, r.reading.5 AS rating, r.reading.6 AS urgency, r.reading.7 AS demands{{end}}{{range .Labels}}, r.{{.}} AS {{.}}{{end}},
    toInt16((w.month, w.source, w.complaint_id) IN (SELECT month, source, complaint_id FROM alike_marks WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32}{{if .Keys}} AND source IN {sources:Array(String)} AND complaint_id IN {ids:Array(String)}{{end}}
        GROUP BY month, source, complaint_id HAVING argMax(duplicate, revision) = 1)) AS duplicate,
    toInt16((w.month, w.source, w.complaint_id) IN (SELECT month, source, complaint_id FROM alike_marks WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32}{{if .Keys}} AND source IN {sources:Array(String)} AND complaint_id IN {ids:Array(String)}{{end}}
        GROUP BY month, source, complaint_id HAVING argMax(copied, revision) = 1)) AS copied
    {{- if .Lives}},
    ifNull(l.satisfaction, 0) AS satisfaction{{if .Disorder}},
    l.begun > 0 AND (l.disordered OR l.begun < toUInt64(toUnixTimestamp64Milli(received_at))) AS contradicts{{end}}
    {{- end}}
FROM (
    SELECT source, complaint_id, any(c.version) AS version, any(c.content) AS content, any(c.received_at) AS received_at,
           any(c.month) AS month, {{if .Words}}any(c.content IN {{if .Keys}}{hits:Array(UInt64)}{{else}}(SELECT content FROM ({{.Found}})){{end}}){{else}}1{{end}} AS found{{range .Columns}}, any(c.{{.}}) AS {{.}}{{end}}
    FROM complaints AS c
    WHERE c.month BETWEEN {from_month:UInt32} AND {to_month:UInt32}{{if .Keys}} AND source IN {sources:Array(String)} AND complaint_id IN {ids:Array(String)}{{end}}{{.Among}}{{if .Undone}} AND import_id NOT IN {undone:Array(UInt32)}{{end}}
    GROUP BY source, complaint_id
    HAVING min(c.version) = max(c.version) AND min(c.content) = max(c.content)
    SETTINGS optimize_aggregation_in_order = 1
    UNION ALL
    SELECT source, complaint_id, won.1 AS version, won.2 AS content, won.3 AS received_at, won.4 AS month, won.5 AS found
           {{- range $i, $c := .Columns}}, tupleElement(won, '{{$c}}') AS {{$c}}{{end}}
    FROM (
        SELECT source, complaint_id, argMax(CAST((version, content, received_at, month, found{{range .Columns}}, {{.}}{{end}}),
                   'Tuple(version UInt32, content UInt64, received_at DateTime64(3, \'Asia/Shanghai\'), month UInt32, found UInt8
                   {{- range .Columns}}, {{.}} {{if eq . "attributes"}}Map(LowCardinality(String), String){{else}}LowCardinality(String){{end}}{{end}})'), (version, first)) AS won
        FROM (
            SELECT source, complaint_id, version, content, min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) AS first,
                   any(c.received_at) AS received_at, any(c.month) AS month, {{if .Words}}any(c.content IN {{if .Keys}}{hits:Array(UInt64)}{{else}}(SELECT content FROM ({{.Found}})){{end}}){{else}}1{{end}} AS found{{range .Columns}}, any(c.{{.}}) AS {{.}}{{end}}
            FROM complaints AS c
            WHERE c.month BETWEEN {from_month:UInt32} AND {to_month:UInt32}{{if .Keys}} AND source IN {sources:Array(String)} AND complaint_id IN {ids:Array(String)}{{end}}{{.Among}}{{if .Undone}} AND import_id NOT IN {undone:Array(UInt32)}{{end}}
              AND (source, complaint_id) IN (
                SELECT source, complaint_id FROM complaints WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32}{{if .Keys}} AND source IN {sources:Array(String)} AND complaint_id IN {ids:Array(String)}{{end}}{{.Among}}{{if .Undone}} AND import_id NOT IN {undone:Array(UInt32)}{{end}}
                GROUP BY source, complaint_id HAVING min(version) != max(version) OR min(content) != max(content)
                SETTINGS optimize_aggregation_in_order = 1)
              AND (source, complaint_id, c.month) NOT IN (
                SELECT source, complaint_id, month FROM moved WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32}{{if .Keys}} AND source IN {sources:Array(String)} AND complaint_id IN {ids:Array(String)}{{end}}{{.Among}}
                GROUP BY source, complaint_id, month HAVING argMax(gone, (seq, revision)) = 1)
            GROUP BY source, complaint_id, version, content
        )
        GROUP BY source, complaint_id
    )
) AS w
ANY LEFT JOIN (
    SELECT sipHash64(source, complaint_id, content) AS told, argMax((toString(topic), text_hash, wordless{{if .Said}}, sentiment, rating, urgency, demands{{end}}), (enriched_at, model)) AS reading{{range .Labels}},
           argMax(toString(i.{{.}}), (enriched_at, model)) AS {{.}}{{end}}, 1 AS analysed
    FROM insights AS i
    WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32}{{if .Keys}} AND source IN {sources:Array(String)} AND complaint_id IN {ids:Array(String)}{{end}}{{.Among}}
    GROUP BY source, complaint_id, content
    SETTINGS optimize_aggregation_in_order = 1
) AS r ON r.told = sipHash64(w.source, w.complaint_id, w.content)
{{- if .Lives}}
LEFT ANY JOIN (
    -- As assemble_month tells lives: hashes of fixed width are grouped three times as fast as texts.
    SELECT complaint, modulo(maxOrNullIf(ms * 8 + answer, answer > 0), 8) AS satisfaction
        {{- if .Disorder}},
           -- As assemble_month tells it; in 'ends' closed and resolved are 2, other endings 1.
           min(ms) AS begun, minOrNullIf(ms, ends = 2) AS first_end,
           ifNull(first_end < minOrNullIf(ms, accepts), 0) OR ifNull(minOrNullIf(ms, visited) < first_end, 0)
               OR countIf(reopens) > 0 AND ifNull(minIf(ms, reopens) < minOrNullIf(ms, ends > 0), 1) AS disordered
        {{- end}}
    FROM (
        SELECT complaint, event, argMax(ms, first) AS ms, argMax(answer, first) AS answer
               {{- if .Disorder}}, argMax(ends, first) AS ends, argMax(accepts, first) AS accepts, argMax(visited, first) AS visited, argMax(reopens, first) AS reopens{{end}}
        FROM (
            SELECT sipHash128(source, complaint_id) AS complaint, sipHash64(event_id) AS event, content,
                   min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) AS first,
                   any(toUInt64(toUnixTimestamp64Milli(e.at))) AS ms,
                   any(if(e.kind = 'followed_up' AND e.outcome IN ('answered', ''), e.satisfaction, 0)) AS answer
                   {{- if .Disorder}},
                   any(multiIf(e.kind IN ('resolved', 'closed'), 2, e.kind IN ('withdrawn', 'merged', 'invalidated'), 1, 0)) AS ends,
                   any(e.kind = 'accepted') AS accepts, any(e.kind = 'followed_up' AND e.outcome IN ('answered', '')) AS visited,
                   any(e.kind = 'reopened') AS reopens
                   {{- end}}
            FROM events AS e
            WHERE sipHash64(source, complaint_id) IN (
                SELECT sipHash64(source, complaint_id) FROM complaints WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32}{{if .Keys}} AND source IN {sources:Array(String)} AND complaint_id IN {ids:Array(String)}{{end}}{{.Among}}){{if .Keys}} AND source IN {sources:Array(String)} AND complaint_id IN {ids:Array(String)}{{end}}{{.Among}}{{if .Undone}} AND import_id NOT IN {undone:Array(UInt32)}{{end}}
            GROUP BY complaint, event, content
        )
        GROUP BY complaint, event
    )
    GROUP BY complaint
) AS l ON l.complaint = sipHash128(w.source, w.complaint_id)
{{- end}}
WHERE (w.source, w.complaint_id, w.month) NOT IN (
    SELECT source, complaint_id, month FROM moved WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32}{{if .Keys}} AND source IN {sources:Array(String)} AND complaint_id IN {ids:Array(String)}{{end}}{{.Among}}
    GROUP BY source, complaint_id, month HAVING argMax(gone, (seq, revision)) = 1)
  AND (w.source, w.complaint_id) NOT IN (
    -- Few complaints end so: the steps of only those are looked at again, for the last telling of each. The last of endings and reopenings
    -- decides; of several at the same time the one that arrived last.
    SELECT source, complaint_id
    FROM (
        SELECT source, complaint_id, event_id, argMax(step, first) AS step, max(first) AS seq
        FROM (
            SELECT source, complaint_id, event_id, content, min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) AS first,
                   any((toString(e.kind), e.at)) AS step
            FROM events AS e
            WHERE (source, complaint_id) IN (SELECT source, complaint_id FROM events WHERE kind IN ('withdrawn', 'merged', 'invalidated'){{if .Keys}} AND source IN {sources:Array(String)} AND complaint_id IN {ids:Array(String)}{{end}}{{.Among}}){{if .Undone}} AND import_id NOT IN {undone:Array(UInt32)}{{end}}
            GROUP BY source, complaint_id, event_id, content
        )
        GROUP BY source, complaint_id, event_id
    )
    WHERE step.1 IN ('withdrawn', 'merged', 'invalidated', 'reopened')
    GROUP BY source, complaint_id
    HAVING argMax(step.1, (step.2, seq)) != 'reopened')
