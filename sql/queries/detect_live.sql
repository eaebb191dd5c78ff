-- Purpose: the sources that tell complaints as they come, and not in files only: what came by no import in some months.
-- Parameter months: year×100+month
-- Rows: one per source
SELECT DISTINCT source
FROM complaints
WHERE month IN {months:Array(UInt32)} AND import_id = 0
ORDER BY source
