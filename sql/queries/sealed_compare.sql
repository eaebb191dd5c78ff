-- Purpose: compare a sealed month with its facts into a staging table: first the complaints that are in both, then those in one of them.
-- Of what a complaint differs in the first counts: another telling, another label, other steps, another place among those that say the same.
-- Parameter month: year×100+month
-- Parameter run: number of the run that compares
-- Parameter taxonomy: 1 when another version of the taxonomy is in use than when the month was sealed
-- Parameter places: Kafka partitions of complaints.v1 below the watermark of the seal, epoch×65536+partition
-- Parameter nexts: the first offset above the watermark in each of these
-- Parameter undone: imports that do not stand
-- Rows: none
{{define "side"}}
    SELECT sipHash128(source, complaint_id) AS complaint, source, complaint_id, content, toString(topic) AS label, topic_from, insight_model,
           cityHash64(topic, topic_why, topic_where) AS labels,
           cityHash64(ifNull(toUnixTimestamp64Milli(accepted_at), 0), ifNull(toUnixTimestamp64Milli(first_response_at), 0),
                      ifNull(toUnixTimestamp64Milli(resolved_at), 0), ifNull(toUnixTimestamp64Milli(closed_at), 0),
                      ifNull(toUnixTimestamp64Milli(followed_up_at), 0), ifNull(satisfaction, 0), reopened, escalated, stage, events > 0, contradicts) AS life,
           cityHash64(repeated, deduplicated, untemplated) AS place
{{end -}}
INSERT INTO {{.Stage}} (month, source, complaint_id, kind, reason, topic_then, topic_now, run)
SELECT {month:UInt32}, source, complaint_id, kind,
       multiIf(kind != 'relabelled', '', n_from = 'person' OR t_from = 'person' OR n_model = t_model, 'person',
               splitByChar('+', n_model)[1] = splitByChar('+', t_model)[1], 'words', {taxonomy:UInt8} = 1, 'taxonomy', 'model'),
       was, is, {run:UInt64}
FROM (
    SELECT n.source AS source, n.complaint_id AS complaint_id, t.label AS was, n.label AS is,
           toString(n.topic_from) AS n_from, toString(t.topic_from) AS t_from, toString(n.insight_model) AS n_model, toString(t.insight_model) AS t_model,
           multiIf(n.content != t.content, 'corrected', n.labels != t.labels, 'relabelled', n.life != t.life, 'handled', n.place != t.place, 'regrouped', '') AS kind
    FROM ({{template "side"}} FROM facts WHERE month = {month:UInt32}) AS n
    INNER JOIN ({{template "side"}} FROM sealed WHERE month = {month:UInt32}) AS t ON t.complaint = n.complaint
)
WHERE kind != '';

INSERT INTO {{.Stage}} (month, source, complaint_id, kind, reason, topic_then, topic_now, run)
WITH
    entered AS (
        SELECT source, complaint_id, toString(topic) AS label FROM facts
        WHERE month = {month:UInt32} AND (source, complaint_id) NOT IN (SELECT source, complaint_id FROM sealed WHERE month = {month:UInt32})
    ),
    gone AS (
        SELECT source, complaint_id, toString(topic) AS label FROM sealed
        WHERE month = {month:UInt32} AND (source, complaint_id) NOT IN (SELECT source, complaint_id FROM facts WHERE month = {month:UInt32})
    ),
    -- What is known of their tellings: whether one had arrived when the month was sealed, and one of this month; whether one stands, and
    -- the month of the one that counts.
    tellings AS (
        SELECT source, complaint_id, max(before) AS known, max(before AND month = {month:UInt32}) AS here, max(stands) AS standing,
               argMaxIf(month, (version, seq), stands) AS counted
        FROM (
            SELECT source, complaint_id, version, content, any(month) AS month,
                   max(kafka_offset < transform(toUInt64(topic_epoch) * 65536 + kafka_partition, {places:Array(UInt64)}, {nexts:Array(UInt64)}, toUInt64(0))) AS before,
                   {{if .Undone}}max(import_id NOT IN {undone:Array(UInt32)}){{else}}toUInt8(1){{end}} AS stands,
                   {{if .Undone}}minIf(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset, import_id NOT IN {undone:Array(UInt32)}){{else}}min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset){{end}} AS seq
            FROM complaints
            WHERE (source, complaint_id) IN (SELECT source, complaint_id FROM entered UNION ALL SELECT source, complaint_id FROM gone)
            GROUP BY source, complaint_id, version, content
        )
        GROUP BY source, complaint_id
    ),
    -- How those that left ended: the last of endings and reopenings, as assemble_month decides.
    endings AS (
        SELECT source, complaint_id, argMax(step.1, (step.2, seq)) AS ending
        FROM (
            SELECT source, complaint_id, event_id, argMax(step, first) AS step, max(first) AS seq
            FROM (
                SELECT source, complaint_id, event_id, content, min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) AS first,
                       any((toString(e.kind), e.at)) AS step
                FROM events AS e
                WHERE (source, complaint_id) IN (SELECT source, complaint_id FROM gone){{if .Undone}} AND import_id NOT IN {undone:Array(UInt32)}{{end}}
                GROUP BY source, complaint_id, event_id, content
            )
            GROUP BY source, complaint_id, event_id
        )
        WHERE step.1 IN ('withdrawn', 'merged', 'invalidated', 'reopened')
        GROUP BY source, complaint_id
    )
SELECT {month:UInt32}, source, complaint_id, multiIf(known = 0, 'late', here = 1, 'back', 'moved_in'), '', '', label, {run:UInt64}
FROM entered AS e
LEFT ANY JOIN tellings AS t USING (source, complaint_id)
UNION ALL
SELECT {month:UInt32}, source, complaint_id,
       multiIf(standing = 0, 'undone', counted != {month:UInt32}, 'moved_out', ending IN ('withdrawn', 'merged', 'invalidated'), ending, 'left'), '', label, '', {run:UInt64}
FROM gone AS g
LEFT ANY JOIN tellings AS t USING (source, complaint_id)
LEFT ANY JOIN endings AS l USING (source, complaint_id)
