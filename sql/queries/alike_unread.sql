-- Purpose: tellings that count in a month and were not compared yet, the earliest first. What the events say is not asked here: a complaint that
-- was withdrawn is compared as well, and alike_turn takes it out.
-- Parameter month: year×100+month
-- Parameter version: of the signatures
-- Parameter places: Kafka partitions of complaints.v1 below the watermark, epoch×65536+partition
-- Parameter nexts: the first offset above the watermark in each of these
-- Parameter undone: imports that do not stand
-- Parameter limit: complaints at most
-- Rows: one per complaint, in no order
WITH
    told AS (
        SELECT source, complaint_id, version, content, any(received_at) AS received, min(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) AS first
        FROM complaints
        WHERE month = {month:UInt32}
          AND kafka_offset < transform(toUInt64(topic_epoch) * 65536 + kafka_partition, {places:Array(UInt64)}, {nexts:Array(UInt64)}, toUInt64(0)){{if .Undone}}
          AND import_id NOT IN {undone:Array(UInt32)}{{end}}
        GROUP BY source, complaint_id, version, content
    ),
    winners AS (
        SELECT source, complaint_id, argMax((version, content, received), (version, first)) AS won
        FROM told
        GROUP BY source, complaint_id
    ),
    compared AS (
        SELECT source, complaint_id, argMax((content, version), revision) AS row
        FROM alike
        WHERE month = {month:UInt32}
        GROUP BY source, complaint_id
    ),
    chosen AS (
        SELECT source, complaint_id, won.1, won.2
        FROM winners
        WHERE (source, complaint_id, won.2) NOT IN (SELECT source, complaint_id, row.1 FROM compared WHERE row.2 = {version:UInt16})
          AND (source, complaint_id) NOT IN (
            SELECT source, complaint_id FROM moved WHERE month = {month:UInt32}
            GROUP BY source, complaint_id HAVING argMax(gone, (seq, revision)) = 1)
        ORDER BY won.3, source, complaint_id
        LIMIT {limit:UInt32}
    )
SELECT source, complaint_id, content, received_at, subject, text, customer, concat(product_line, ' ', product, ' ', model), concat(province, ' ', city, ' ', district)
FROM complaints
WHERE month = {month:UInt32} AND (source, complaint_id, version, content) IN (SELECT * FROM chosen)
LIMIT 1 BY source, complaint_id
