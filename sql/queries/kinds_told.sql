-- Purpose: which kinds of events each source told in some months. Where a source never tells the end of a clock, nobody can say that it is late.
-- Parameter from: first month, year×100+month
-- Parameter to: last month, year×100+month
-- Rows: one per source
SELECT toString(source), groupUniqArray(toString(kind))
FROM events
WHERE toYYYYMM(at) BETWEEN {from:UInt32} AND {to:UInt32}
GROUP BY source
