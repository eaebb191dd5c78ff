-- Purpose: complaints that an import told with wholly other words than were told before it, or twice in itself, as when two systems share
-- their numbers or a column is no number at all.
-- Parameter import: number of the import
-- Parameter limit: complaints at most
-- Parameter undone: imports that do not stand
-- Rows: one per complaint: source, id, its words before, its words in this import
SELECT source, complaint_id, before, after
FROM (
    SELECT source, complaint_id,
           countIf(NOT mine) > 0 AS earlier,
           if(earlier, argMaxIf(words, seq, NOT mine), argMinIf(words, seq, mine)) AS before,
           if(earlier, argMinIf(words, seq, mine), argMaxIf(words, seq, mine)) AS after
    FROM (
        SELECT source, complaint_id, concat(subject, ' ', text) AS words, import_id = {import:UInt32} AS mine,
               bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset AS seq
        FROM complaints
        WHERE (source, complaint_id) IN (SELECT source, complaint_id FROM complaints WHERE import_id = {import:UInt32})
          AND import_id <= {import:UInt32}{{if .Undone}} AND import_id NOT IN {undone:Array(UInt32)}{{end}}
    )
    GROUP BY source, complaint_id
)
WHERE lengthUTF8(before) > 10 AND lengthUTF8(after) > 10 AND ngramDistanceUTF8(before, after) > 0.85
ORDER BY source, complaint_id
LIMIT {limit:UInt32}
