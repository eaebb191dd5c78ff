-- Purpose: the declared coverages.
-- Rows: one per source that has one
SELECT source, first_day, last_day FROM coverages ORDER BY source
