-- Purpose: revoke a key; the first time holds.
-- Parameter 1: time in ms
-- Parameter 2: id
-- Rows: none; one row is changed when the key is there and was not revoked
UPDATE api_keys SET revoked_at = $1 WHERE id = $2 AND revoked_at = 0
