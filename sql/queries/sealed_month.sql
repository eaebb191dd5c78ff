-- Purpose: what was put away of a month.
-- Parameter month: year×100+month
-- Rows: exactly one: complaints, the smallest and the largest run that wrote them, versions of the model that read them
SELECT count(), min(run), max(run), arraySort(groupUniqArray(toString(insight_model)))
FROM sealed
WHERE month = {month:UInt32}
