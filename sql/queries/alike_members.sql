-- Purpose: all complaints that count, of all months, in the groups of more than one that have or had a member in a month, with what is said of
-- them until now. .Group is the column of alike that names the group, .Mark that of alike_marks.
-- Parameter month: year×100+month
-- Rows: one per complaint
WITH
    joined AS (
        SELECT {{.Mark}} AS id FROM alike_marks WHERE month = {month:UInt32} AND {{.Mark}} != 0
        UNION DISTINCT
        SELECT {{.Group}} AS id FROM alike WHERE {{.Group}} != complaint AND {{.Group}} GLOBAL IN (SELECT {{.Group}} FROM alike WHERE month = {month:UInt32})
    )
SELECT a.month, a.source, a.complaint_id, newest.2, newest.3, newest.4, newest.6, newest.1,
       mark.1, mark.2, mark.3, mark.4, mark.5, mark.6
FROM (
    SELECT month, source, complaint_id, argMax(({{.Group}}, received_at, complaint, customer, gone, matter), revision) AS newest
    FROM alike
    WHERE (month, source, complaint_id) IN (SELECT month, source, complaint_id FROM alike WHERE {{.Group}} GLOBAL IN (SELECT id FROM joined))
    GROUP BY month, source, complaint_id
    HAVING newest.5 = 0
) AS a
LEFT JOIN (
    SELECT month, source, complaint_id, argMax((matter, mass, template, repeated, duplicate, copied), revision) AS mark
    FROM alike_marks
    WHERE (month, source, complaint_id) IN (SELECT month, source, complaint_id FROM alike WHERE {{.Group}} GLOBAL IN (SELECT id FROM joined))
    GROUP BY month, source, complaint_id
) AS m ON m.month = a.month AND m.source = a.source AND m.complaint_id = a.complaint_id
