-- Purpose: the themes of some months.
-- Parameter from: first month, year×100+month
-- Parameter to: last month
-- Rows: one per theme and month, by month, kind, score and id
SELECT id, kind, month, name, life, into_theme, parent, topic, n, people, before_n, expected, burst, severity, score, regions, products, sentiment, urgent,
       top, since, first_source, first_id, first_at, words, weights, prior, run, made_at
FROM themes
WHERE month BETWEEN {from:UInt32} AND {to:UInt32}
ORDER BY month, kind, score DESC, id
