-- Purpose: the value of a setting.
-- Parameter 1: name
-- Rows: one, none when it was never set
SELECT value FROM settings WHERE name = $1
