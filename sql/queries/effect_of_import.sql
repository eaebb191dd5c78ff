-- Purpose: what it changes whether an import stands: the complaints that only it told, those that would be told otherwise without it, and
-- the months of both. The telling that counts is chosen as everywhere: the largest version, and within it the content that arrived last
-- for the first time.
-- Parameter import: number of the import
-- Parameter undone: imports that do not stand
-- Rows: one: complaints that leave, complaints that change, their months
SELECT toInt64(countIf(NOT shared)), toInt64(countIf(shared AND told.1 != otherwise.1)),
       arraySort(groupUniqArrayArrayIf(if(shared, [told.2, otherwise.2], [told.2]), NOT shared OR told.1 != otherwise.1))
FROM (
    SELECT source, complaint_id, sum(others) > 0 AS shared,
           argMax((content, month), (version, first)) AS told,
           argMaxIf((content, month), (version, first_other), others > 0) AS otherwise
    FROM (
        SELECT source, complaint_id, version, content, any(month) AS month, min(seq) AS first,
               minIf(seq, import_id != {import:UInt32}) AS first_other, countIf(import_id != {import:UInt32}) AS others
        FROM (
            SELECT source, complaint_id, version, content, month, import_id, bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset AS seq
            FROM complaints
            WHERE (source, complaint_id) IN (SELECT source, complaint_id FROM complaints WHERE import_id = {import:UInt32})
              {{- if .Undone}}
              AND (import_id = {import:UInt32} OR import_id NOT IN {undone:Array(UInt32)})
              {{- end}}
        )
        GROUP BY source, complaint_id, version, content
    )
    GROUP BY source, complaint_id
)
