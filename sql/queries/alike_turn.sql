-- Purpose: take the complaints of a month out of their groups that count there no longer (changed, moved, undone, withdrawn), and put those back
-- that count again. The rules are those of assemble_month.
-- Parameter month: year×100+month
-- Parameter revision: of the rows
-- Parameter places: Kafka partitions of complaints.v1 below the watermark, epoch×65536+partition
-- Parameter nexts: the first offset above the watermark in each of these
-- Parameter event_places: the same for events.v1
-- Parameter event_nexts: the same for events.v1
-- Parameter undone: imports that do not stand
-- Rows: none
INSERT INTO alike (month, source, complaint_id, content, version, complaint, received_at, customer, product, place, topic, text_hash, shingles, matter, relation, like,
    similarity, wording, event, gone, revision)
WITH
    told AS (
        SELECT source, complaint_id, version, content, min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) AS first
        FROM complaints
        WHERE month = {month:UInt32}
          AND kafka_offset < transform(toUInt64(topic_epoch) * 65536 + kafka_partition, {places:Array(UInt64)}, {nexts:Array(UInt64)}, toUInt64(0)){{if .Undone}}
          AND import_id NOT IN {undone:Array(UInt32)}{{end}}
        GROUP BY source, complaint_id, version, content
    ),
    winners AS (
        SELECT source, complaint_id, argMax(content, (version, first)) AS won
        FROM told
        GROUP BY source, complaint_id
    ),
    ['withdrawn', 'merged', 'invalidated'] AS endings,
    ended AS (
        SELECT source, complaint_id
        FROM (
            SELECT source, complaint_id, event_id, argMax(ms, first) AS ms, argMax(step, first) AS step, max(first) AS seq
            FROM (
                SELECT source, complaint_id, event_id, content, min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) AS first,
                       any(toUnixTimestamp64Milli(at)) AS ms, any(kind) AS step
                FROM events
                WHERE (source, complaint_id) IN (
                    SELECT source, complaint_id FROM events
                    WHERE kind IN endings AND (source, complaint_id) IN (SELECT source, complaint_id FROM complaints WHERE month = {month:UInt32}))
                  AND kafka_offset < transform(toUInt64(topic_epoch) * 65536 + kafka_partition, {event_places:Array(UInt64)}, {event_nexts:Array(UInt64)}, toUInt64(0)){{if .Undone}}
                  AND import_id NOT IN {undone:Array(UInt32)}{{end}}
                GROUP BY source, complaint_id, event_id, content
            )
            GROUP BY source, complaint_id, event_id
        )
        WHERE step = 'reopened' OR step IN endings
        GROUP BY source, complaint_id HAVING argMax(step != 'reopened', (ms, seq))
    ),
    counting AS (
        SELECT source, complaint_id, won
        FROM winners
        WHERE (source, complaint_id) NOT IN (SELECT source, complaint_id FROM ended)
          AND (source, complaint_id) NOT IN (
            SELECT source, complaint_id FROM moved WHERE month = {month:UInt32}
            GROUP BY source, complaint_id HAVING argMax(gone, (seq, revision)) = 1)
    ),
    turned AS (
        SELECT source, complaint_id
        FROM (
            SELECT source, complaint_id, argMax((content, gone), revision) AS newest
            FROM alike
            WHERE month = {month:UInt32}
            GROUP BY source, complaint_id
        )
        WHERE newest.2 = ((source, complaint_id, newest.1) IN (SELECT * FROM counting))
    )
SELECT month, source, complaint_id, content, version, complaint, received_at, customer, product, place, topic, text_hash, shingles, matter, relation, like, similarity, wording, event,
       1 - gone, {revision:UInt64}
FROM (
    SELECT *
    FROM alike
    WHERE month = {month:UInt32} AND (source, complaint_id) IN (SELECT * FROM turned)
    ORDER BY source, complaint_id, alike.revision DESC
    LIMIT 1 BY source, complaint_id
)
