-- Purpose: how the clocks of the complaints of some months stand, all together and by the values of the axis .Axis. A complaint counts once for each
-- clock that it has, by .Standing.
-- Parameter from: first month, year×100+month
-- Parameter to: last month
-- Parameter at: the moment that decides whether an open clock has run out
-- Rows: one per clock of all values together, then one per clock and value, by clock and value
SELECT clock, value, all_values, countIf(state = 'met'), countIf(state = 'late'), countIf(state = 'overdue'), countIf(state = 'running'),
       countIf(state = 'paused'), countIf(state = 'void'),
       ifNotFinite(quantileIf(0.5)(took, state IN ('met', 'late')), 0), ifNotFinite(quantileIf(0.9)(took, state IN ('met', 'late')), 0)
FROM (
    SELECT toString(clock) AS clock, part.1 AS value, part.2 AS all_values, {{.Standing}} AS state, elapsed[indexOf(clocks, clock)] AS took
    FROM (SELECT toString({{.Axis}}) AS axis, clocks, states, due, elapsed, {at:DateTime64(3, 'Asia/Shanghai')} AS moment FROM judged WHERE month BETWEEN {from:UInt32} AND {to:UInt32})
    ARRAY JOIN arrayDistinct(clocks) AS clock
    ARRAY JOIN [(axis, toUInt8(0)), ('', toUInt8(1))] AS part
)
GROUP BY clock, value, all_values
ORDER BY all_values DESC, clock, value
