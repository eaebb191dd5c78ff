-- Purpose: the months in which complaints count, or once did.
-- Rows: one per month
SELECT DISTINCT month FROM heads ORDER BY month
