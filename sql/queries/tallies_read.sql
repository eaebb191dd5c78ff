-- Purpose: the days of every series that has enough complaints in some months to be judged, and of every source.
-- Parameter from: first month read, year×100+month
-- Parameter to: last month read
-- Parameter recent: the months in which a series must have enough
-- Parameter least: complaints there of one value
-- Parameter least_pair: complaints there of a pair
-- Rows: one per series and source, the sources of one series behind each other: sources first, then single values, then pairs
SELECT axis, second, value, second_value, source, groupArray(toUInt16(day)), groupArray(n)
FROM tallies
WHERE month BETWEEN {from:UInt32} AND {to:UInt32} AND (axis = 'source' OR (axis, second, value, second_value) IN (
    SELECT axis, second, value, second_value
    FROM tallies
    WHERE month IN {recent:Array(UInt32)} AND (value != '' OR axis = 'topic')
    GROUP BY axis, second, value, second_value
    HAVING sum(n) >= if(second = '', {least:UInt64}, {least_pair:UInt64})))
GROUP BY axis, second, value, second_value, source
ORDER BY axis != 'source', second != '', axis, second, value, second_value, source
