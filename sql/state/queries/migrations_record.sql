-- Purpose: remember that a migration was applied.
-- Parameter 1: name of the file
-- Parameter 2: SHA-256 in hexadecimal
-- Parameter 3: time in ms
-- Rows: none
INSERT INTO migrations (name, sha256, applied_at) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET sha256 = excluded.sha256, applied_at = excluded.applied_at
