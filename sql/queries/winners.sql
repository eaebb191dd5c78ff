-- Purpose: the tellings that count in a month, page by page. Those that count elsewhere by now have left a row in moved.
-- Parameter month: year×100+month
-- Parameter source: of the last complaint of the page before, empty for the first page
-- Parameter id: of the last complaint of the page before
-- Parameter limit: complaints at most
-- Rows: one per complaint, by source and complaint_id
SELECT source, complaint_id, version, content, month, bitShiftLeft(toUInt64(topic_epoch), 48) + kafka_offset AS seq, received_at, subject, text, category
FROM complaints
WHERE month = {month:UInt32} AND (source, complaint_id, version, content) IN (
    SELECT source, complaint_id, newest.1, newest.2
    FROM (
        SELECT source, complaint_id, argMax((version, content, gone), (seq, revision)) AS newest
        FROM heads
        WHERE month = {month:UInt32} AND source >= {source:String} AND (source > {source:String} OR complaint_id > {id:String})
          AND (source, complaint_id) NOT IN (
            SELECT source, complaint_id FROM moved WHERE month = {month:UInt32}
            GROUP BY source, complaint_id HAVING argMax(gone, (seq, revision)) = 1)
        GROUP BY source, complaint_id HAVING newest.3 = 0
        ORDER BY source, complaint_id
        LIMIT {limit:UInt32}
    )
)
ORDER BY source, complaint_id, seq
LIMIT 1 BY source, complaint_id
LIMIT {limit:UInt32}
