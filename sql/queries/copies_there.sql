-- Purpose: how often the complaints of each month were copied for measuring. Facts are copied last, so that what they hold is whole.
-- Rows: one per month that has facts: month, complaints that are no copies, number of the last copy of any, 0 without
SELECT month, countIf(position(complaint_id, '~') = 0), max(toUInt32OrZero(splitByChar('~', complaint_id)[2]))
FROM facts
GROUP BY month
ORDER BY month
