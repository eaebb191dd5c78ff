-- Purpose: the groups that one complaint is in, and the telling that it joined.
-- Parameter source: of the complaint
-- Parameter id: of the complaint
-- Rows: one when it was compared and counts, else none
SELECT m.mark.1, m.mark.2, m.mark.3, a.newest.1, a.newest.2, l.source, l.complaint_id, l.received
FROM (
    SELECT argMax((relation, similarity, like, gone, month), revision) AS newest
    FROM alike
    WHERE source = {source:String} AND complaint_id = {id:String}
    HAVING count() > 0 AND newest.4 = 0
) AS a
LEFT JOIN (
    SELECT month, argMax((matter, mass, template), revision) AS mark
    FROM alike_marks
    WHERE source = {source:String} AND complaint_id = {id:String}
    GROUP BY month
) AS m ON m.month = a.newest.5
LEFT JOIN (
    SELECT complaint, toString(any(t.source)) AS source, any(t.complaint_id) AS complaint_id, any(t.received_at) AS received
    FROM alike AS t
    WHERE complaint IN (SELECT like FROM alike WHERE source = {source:String} AND complaint_id = {id:String} AND like != 0)
    GROUP BY complaint
) AS l ON l.complaint = a.newest.3
