-- Purpose: what is said of the complaints of a month that are in groups, or were.
-- Parameter month: year×100+month
-- Rows: one per complaint
SELECT source, complaint_id, mark.1, mark.2, mark.3, mark.4, mark.5, mark.6
FROM (
    SELECT source, complaint_id, argMax((matter, mass, template, repeated, duplicate, copied), revision) AS mark
    FROM alike_marks
    WHERE month = {month:UInt32}
    GROUP BY source, complaint_id
)
