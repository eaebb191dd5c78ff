-- Purpose: what sources told besides in some months, attribute by attribute. A number that is measured, as of likes, is told from a code by
-- its length, which changes, or by counting from nought with more than two values, as of dislikes, which a yes or no has not; text that was
-- written, as a reply, by how long it is.
-- Parameter from: first month, year×100+month
-- Parameter to: last month
-- Rows: one per attribute, that told most first: name, complaints, values, whether all are numbers that are measured, or it is text
SELECT name, count() AS n, uniq(value), countIf(isNull(toFloat64OrNull(value))) = 0 AND (uniq(length(value)) > 1 OR uniq(value) > 2 AND countIf(value = '0') > 0) OR avg(lengthUTF8(value)) > 30
FROM facts
ARRAY JOIN mapKeys(attributes) AS name, mapValues(attributes) AS value
WHERE month BETWEEN {from:UInt32} AND {to:UInt32} AND value != ''
GROUP BY name
ORDER BY n DESC, name
