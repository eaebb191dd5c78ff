-- Purpose: add a key of the intake.
-- Parameter 1: id
-- Parameter 2: SHA-256 of the secret in hexadecimal
-- Parameter 3: source
-- Parameter 4: kind of sender, empty when records tell it
-- Parameter 5: note
-- Parameter 6: records a second, 0 for the default
-- Parameter 7: time in ms
-- Rows: none
INSERT INTO api_keys (id, hash, source, sender_kind, note, rate, created_at, revoked_at, last_used_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0)
