-- Purpose: the open clocks that run out next.
-- Parameter from: from this moment
-- Parameter to: to this moment
-- Parameter limit: rows at most
-- Rows: one per clock, by the moment
SELECT source, complaint_id, toString(clock), until, toString(department), toString(handler), toString(grade)
FROM judged
ARRAY JOIN clocks AS clock, states AS state, due AS until
WHERE state = 'open' AND until >= {from:DateTime64(3, 'Asia/Shanghai')} AND until <= {to:DateTime64(3, 'Asia/Shanghai')}
ORDER BY until, source, complaint_id, clock
LIMIT {limit:UInt32}
