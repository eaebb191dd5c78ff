-- Purpose: write down that a month is sealed no longer.
-- Parameter 1: by whom
-- Parameter 2: why
-- Parameter 3: time in ms
-- Parameter 4: month, year×100+month
-- Rows: none; one row is changed when the month was sealed
UPDATE seals SET unsealed_by = $1, unsealed_why = $2, unsealed_at = $3 WHERE month = $4 AND unsealed_at = 0
