-- Purpose: how long customers waited for the first answer, of the complaints of some months that count: all hours from the reception to the first
-- response or reply, exact. Quantiles lie between the values as type 7 of Hyndman and Fan has it, which is what spreadsheets and pandas compute.
-- Parameter from: first month, year×100+month
-- Parameter to: last month
-- Rows: exactly one: complaints, answered, lower quartile, median, upper quartile and ninth decile in seconds, answered within 1, 3, 7, 15 and 30 times 24 hours
WITH first_response_at IS NOT NULL AS answered,
     greatest(0, dateDiff('millisecond', received_at, ifNull(first_response_at, received_at))) / 1000 AS took
SELECT count(), countIf(answered),
       arrayMap(q -> ifNotFinite(q, 0), quantilesExactInclusiveIf(0.25, 0.5, 0.75, 0.9)(took, answered)),
       [countIf(answered AND took <= 86400), countIf(answered AND took <= 3 * 86400), countIf(answered AND took <= 7 * 86400), countIf(answered AND took <= 15 * 86400),
        countIf(answered AND took <= 30 * 86400)]
FROM facts
WHERE month BETWEEN {from:UInt32} AND {to:UInt32}
