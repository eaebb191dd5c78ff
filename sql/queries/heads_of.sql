-- Purpose: the telling that counts now, of complaints of one source.
-- Parameter source: of the complaints
-- Parameter ids: of the complaints
-- Rows: one per complaint that has a head
SELECT complaint_id, newest.1, newest.2, newest.3, newest.4, last
FROM (
    SELECT complaint_id, argMax((month, version, content, first), seq) AS newest, max(seq) AS last
    FROM heads
    WHERE source = {source:String} AND complaint_id IN {ids:Array(String)}
    GROUP BY complaint_id
)
