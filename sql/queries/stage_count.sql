-- Purpose: how many rows a run has staged.
-- Rows: one
SELECT count() FROM {{.Stage}}
