-- Purpose: the sources of which complaints of some months came by no import: others wrote them to Kafka as they came.
-- Parameter months: year×100+month
-- Rows: one per source
SELECT DISTINCT source
FROM complaints
WHERE month IN {months:Array(UInt32)} AND import_id = 0
ORDER BY source
