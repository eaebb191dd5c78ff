-- Purpose: all complaints that count, of all months, in some groups, with what is said of them until now.
-- Parameter matters: names of groups of one matter
-- Parameter wordings: names of groups of one wording
-- Parameter events: names of groups of one event
-- Rows: one per complaint and month, with its three groups and in which of them it is asked for
WITH
    asked AS (
        SELECT month, source, complaint_id
        FROM alike
        WHERE matter IN {matters:Array(UInt64)} OR wording IN {wordings:Array(UInt64)} OR event IN {events:Array(UInt64)}
    )
SELECT a.month, a.source, a.complaint_id, newest.1, newest.2, newest.3, newest.5, newest.6, newest.7,
       newest.5 IN {matters:Array(UInt64)}, newest.6 IN {wordings:Array(UInt64)}, newest.7 IN {events:Array(UInt64)},
       mark.1, mark.2, mark.3, mark.4, mark.5, mark.6
FROM (
    SELECT month, source, complaint_id, argMax((received_at, complaint, customer, gone, matter, wording, event), revision) AS newest
    FROM alike
    WHERE (month, source, complaint_id) IN (SELECT * FROM asked)
    GROUP BY month, source, complaint_id
    HAVING newest.4 = 0
) AS a
LEFT JOIN (
    SELECT month, source, complaint_id, argMax((matter, mass, template, repeated, duplicate, copied), revision) AS mark
    FROM alike_marks
    WHERE (month, source, complaint_id) IN (SELECT * FROM asked)
    GROUP BY month, source, complaint_id
) AS m ON m.month = a.month AND m.source = a.source AND m.complaint_id = a.complaint_id
