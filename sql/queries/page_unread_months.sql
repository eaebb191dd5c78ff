-- Purpose: the months of arrivals that enrich has not come to. .Above is the condition for them.
-- Rows: one per month
SELECT DISTINCT month FROM complaints WHERE {{.Above}}
