-- Purpose: the groups of more than one that have or had a member in a month: 0 matters, 1 wordings, 2 events.
-- Parameter month: year×100+month
-- Rows: one per kind and group
SELECT DISTINCT g.1, g.2
FROM (
    SELECT arrayJoin([(0, matter), (1, template), (2, mass)]) AS g
    FROM alike_marks
    WHERE month = {month:UInt32} AND g.2 != 0
    UNION ALL
    SELECT arrayJoin([(0, matter), (1, wording), (2, event)]) AS g
    FROM alike
    WHERE g.2 != complaint AND g GLOBAL IN (SELECT arrayJoin([(0, matter), (1, wording), (2, event)]) FROM alike WHERE month = {month:UInt32})
)
ORDER BY g.1, g.2
