-- Purpose: by which models the complaints of some months were read.
-- Parameter from_month: first month, year×100+month
-- Parameter to_month: last month
-- Rows: one per month and model, oldest first
SELECT month, toString(insight_model), count()
FROM facts
WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32} AND insight_model != ''
GROUP BY month, insight_model
ORDER BY month, insight_model
