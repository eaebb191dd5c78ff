-- Purpose: declare the days that a source covers.
-- Parameter 1: source
-- Parameter 2: first day, 2024-03-01
-- Parameter 3: last day, 2024-03-31
-- Parameter 4: time in ms
-- Rows: none
INSERT INTO coverages (source, first_day, last_day, declared_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (source) DO UPDATE SET first_day = excluded.first_day, last_day = excluded.last_day, declared_at = excluded.declared_at
