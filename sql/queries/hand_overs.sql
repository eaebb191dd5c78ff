-- Purpose: how departments answered what was handed to them, of the complaints of a month. A department is counted once a complaint.
-- Parameter month: year×100+month
-- Parameter at: the moment that decides whether what is open has run out
-- Rows: one per department, those with most first: handed over, answered, of these in time and too late, finished without an answer, open, of these over their
-- limit, seconds to the answer (median and ninth decile), answers that the centre graded and their mean
SELECT toString(department) AS value, count() AS n, countIf(state IN ('met', 'late', 'answered')), countIf(state = 'met'), countIf(state = 'late'), countIf(state = 'none'), countIf(state = 'open'),
       countIf(state = 'open' AND until < {at:DateTime64(3, 'Asia/Shanghai')} AND toUnixTimestamp64Milli(until) > 0),
       ifNotFinite(quantileExactLowIf(0.5)(took, state IN ('met', 'late', 'answered')), 0), ifNotFinite(quantileExactLowIf(0.9)(took, state IN ('met', 'late', 'answered')), 0),
       countIf(score > 0), ifNotFinite(avgIf(score, score > 0), 0)
FROM judged
ARRAY JOIN pass_to AS department, pass_states AS state, pass_due AS until, pass_took AS took, pass_scores AS score
WHERE month = {month:UInt32}
GROUP BY department
ORDER BY n DESC, value
