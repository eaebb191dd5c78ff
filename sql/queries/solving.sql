-- Purpose: how the complaints of a month were solved and what was granted, all together and by the values of the axis .Axis.
-- Parameter month: year×100+month
-- Rows: one of all values together, then one per value, those with most complaints first: complaints, solved, of these on the spot, granted something,
-- of these after an escalation, granted in fen, median of it, reopened, escalated
SELECT value, all_values, count() AS n, countIf(solved != ''), countIf(solved = 'spot'), countIf(granted > 0), countIf(granted_after = 1), sum(granted_fen),
       ifNotFinite(quantileExactLowIf(0.5)(granted_fen, granted_fen > 0), 0), countIf(reopened > 0), countIf(escalated > 0)
FROM (SELECT toString({{.Axis}}) AS axis, solved, granted, granted_after, granted_fen, reopened, escalated FROM judged WHERE month = {month:UInt32})
ARRAY JOIN [axis, ''] AS value, [toUInt8(0), toUInt8(1)] AS all_values
GROUP BY value, all_values
ORDER BY all_values DESC, n DESC, value
