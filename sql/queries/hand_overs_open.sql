-- Purpose: which departments others wait for now, of all months.
-- Rows: one per department that is waited for, those waited for by most complaints first: complaints, since when the eldest waits, and the
-- departments that wait with how many complaints, those with most first
SELECT to_one, sum(n) AS waiting, min(since), arrayMap(w -> w.2, arraySort(w -> (-w.1, w.2), groupArray((toInt64(n), from_one)))), arrayMap(w -> toUInt64(w.1), arraySort(w -> (-w.1, w.2), groupArray((toInt64(n), from_one))))
FROM (
    SELECT toString(receiver) AS to_one, toString(giver) AS from_one, count() AS n, min(passed) AS since
    FROM judged
    ARRAY JOIN pass_to AS receiver, pass_from AS giver, pass_states AS state, pass_at AS passed
    WHERE unfinished = 1 AND state = 'open'
    GROUP BY receiver, giver
)
GROUP BY to_one
ORDER BY waiting DESC, to_one
