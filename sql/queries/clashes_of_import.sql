-- Purpose: complaints that an import told anew with wholly other words than before, as when two systems share their numbers.
-- Parameter import: number of the import
-- Parameter limit: complaints at most
-- Rows: one per complaint: source, id, its words before, its words in this import
SELECT source, complaint_id, before, after
FROM (
    SELECT source, complaint_id,
           argMaxIf(words, seq, NOT mine) AS before, argMinIf(words, seq, mine) AS after,
           countIf(NOT mine) AS earlier
    FROM (
        SELECT source, complaint_id, concat(subject, ' ', text) AS words, import_id = {import:UInt32} AS mine,
               bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset AS seq
        FROM complaints
        WHERE (source, complaint_id) IN (SELECT source, complaint_id FROM complaints WHERE import_id = {import:UInt32})
          AND import_id <= {import:UInt32}
    )
    GROUP BY source, complaint_id
)
WHERE earlier > 0 AND lengthUTF8(before) > 10 AND lengthUTF8(after) > 10 AND ngramDistanceUTF8(before, after) > 0.85
ORDER BY source, complaint_id
LIMIT {limit:UInt32}
