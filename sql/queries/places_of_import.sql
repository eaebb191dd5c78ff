-- Purpose: what became of the complaints of one import: 入库 when an arrival is the first of its complaint, 更新 when it is the first of
-- its content, 重复 otherwise.
-- Parameter import: number of the import
-- Rows: one: received, stored, updated
SELECT sum(mine), sum(founded), toUInt64(sum(began) - sum(founded))
FROM (
    SELECT source, complaint_id, sum(mine) AS mine, argMin(ours, first) AS founded, sum(ours) AS began
    FROM (
        SELECT source, complaint_id, content, min(seq) AS first, argMin(import_id = {import:UInt32}, seq) AS ours,
               uniqExactIf((topic_epoch, kafka_partition, kafka_offset), import_id = {import:UInt32}) AS mine
        FROM (
            SELECT source, complaint_id, content, import_id, topic_epoch, kafka_partition, kafka_offset,
                   bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset AS seq
            FROM complaints
            WHERE (source, complaint_id) IN (SELECT source, complaint_id FROM complaints WHERE import_id = {import:UInt32})
        )
        GROUP BY source, complaint_id, content
    )
    GROUP BY source, complaint_id
)
