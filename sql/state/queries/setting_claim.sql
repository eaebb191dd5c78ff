-- Purpose: set a setting unless it has a value.
-- Parameter 1: name
-- Parameter 2: value
-- Parameter 3: time in ms
-- Rows: none
INSERT INTO settings (name, value, changed_at) VALUES ($1, $2, $3)
ON CONFLICT (name) DO NOTHING
