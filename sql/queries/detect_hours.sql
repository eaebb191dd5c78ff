-- Purpose: at which hours complaints of some months came, without those of which only the day was told.
-- Parameter months: year×100+month
-- Rows: one per hour that has any
SELECT toHour(received_at) AS hour, count()
FROM facts
WHERE month IN {months:Array(UInt32)} AND received_at != toStartOfDay(received_at)
GROUP BY hour
ORDER BY hour
