-- Purpose: how many complaints groups have in all months. .Column names the groups.
-- Parameter ids: of the groups
-- Rows: one per group that has any
SELECT {{.Column}}, count()
FROM facts
WHERE {{.Column}} IN {ids:Array(UInt64)}
GROUP BY {{.Column}}
