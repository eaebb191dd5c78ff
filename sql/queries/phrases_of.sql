-- Purpose: how many texts of each of some months hold the words and phrases that are asked about.
-- Parameter months: the months
-- Parameter phrases: the phrases; the empty one asks for the number of texts
-- Rows: one per month and phrase that is known
SELECT month, phrase, sum(texts)
FROM phrases
WHERE month IN {months:Array(UInt32)} AND phrase IN {phrases:Array(String)}
GROUP BY month, phrase
