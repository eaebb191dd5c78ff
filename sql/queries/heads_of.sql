-- Purpose: the telling that counts now, of complaints of one source; gone = 1 when none stands.
-- Parameter source: of the complaints
-- Parameter ids: of the complaints
-- Rows: one per complaint that has a head
SELECT complaint_id, newest.1, newest.2, newest.3, newest.4, newest.5, newest.6, newest.7
FROM (
    SELECT complaint_id, argMax((month, version, content, first, seq, gone, revision), (seq, revision)) AS newest
    FROM heads
    WHERE source = {source:String} AND complaint_id IN {ids:Array(String)}
    GROUP BY complaint_id
)
