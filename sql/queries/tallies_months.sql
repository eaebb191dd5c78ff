-- Purpose: of which facts the months of tallies were counted, beside the facts that there are now. Both are the run of the facts with the form
-- of counting behind it, so that another form is counted anew.
-- Parameter from: first month, year×100+month
-- Parameter form: of counting, below 100
-- Parameter to: last month
-- Rows: one per month with either; 0 where there is none
SELECT month, max(now), max(counted)
FROM (
    SELECT month, max(run) * 100 + {form:UInt64} AS now, toUInt64(0) AS counted FROM facts WHERE month BETWEEN {from:UInt32} AND {to:UInt32} GROUP BY month
    UNION ALL
    SELECT month, toUInt64(0) AS now, max(facts_run) AS counted FROM tallies WHERE month BETWEEN {from:UInt32} AND {to:UInt32} GROUP BY month
)
GROUP BY month
ORDER BY month
SETTINGS optimize_use_projections = 0
