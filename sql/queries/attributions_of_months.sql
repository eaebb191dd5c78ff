-- Purpose: why the findings of some months came about.
-- Parameter from: first month, year×100+month
-- Parameter to: last month
-- Rows: one per finding, by month and finding
SELECT finding, month, part_of, sentence, observed, expected, cause_keys, cause_axes, cause_values, cause_observed, cause_expected, cause_excess,
       cause_added, cause_share, cause_score, cause_stability, equivalent_axes, equivalent_values, within_axes, within_values,
       rest_observed, rest_expected, rest_drift, rest_share, rest_moves, mix, left_out, facts_run, run
FROM attributions
WHERE month BETWEEN {from:UInt32} AND {to:UInt32}
ORDER BY month, finding
