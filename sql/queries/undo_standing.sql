-- Purpose: which telling counts of the complaints that an import told in a month, decided anew over all that arrived, page by page: the
-- largest version, and within it the content whose first arrival that stands is the latest.
-- Parameter import: number of the import
-- Parameter month: year×100+month
-- Parameter source: of the last complaint of the page before, empty for the first page
-- Parameter id: of the last complaint of the page before
-- Parameter limit: complaints at most
-- Parameter undone: imports that do not stand
-- Rows: one per complaint, by source and complaint_id: the winner, whether there is none, the last arrival of all, the months of all
SELECT source, complaint_id, won.1, won.2, won.3, won.4, gone, last, months
FROM (
    SELECT source, complaint_id, argMaxIf((version, content, named, first), (version, first), stands) AS won, toUInt8(max(stands) = 0) AS gone,
           max(seq) AS last, groupUniqArray(named) AS months
    FROM (
        SELECT source, complaint_id, version, content, any(month) AS named, max(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset) AS seq,
               countIf({{if .Undone}}import_id NOT IN {undone:Array(UInt32)}{{else}}1{{end}}) > 0 AS stands,
               minIf(bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset, {{if .Undone}}import_id NOT IN {undone:Array(UInt32)}{{else}}1{{end}}) AS first
        FROM complaints
        WHERE (source, complaint_id) IN (
            SELECT source, complaint_id
            FROM complaints
            WHERE month = {month:UInt32} AND import_id = {import:UInt32}
              AND source >= {source:String} AND (source > {source:String} OR complaint_id > {id:String})
            ORDER BY source, complaint_id
            LIMIT 1 BY source, complaint_id
            LIMIT {limit:UInt32}
        )
        GROUP BY source, complaint_id, version, content
    )
    GROUP BY source, complaint_id
)
ORDER BY source, complaint_id
LIMIT {limit:UInt32}
