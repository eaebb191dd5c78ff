-- Purpose: all keys of the intake.
-- Rows: one per key, revoked ones too, oldest first
SELECT id, hash, source, sender_kind, note, rate, created_at, revoked_at, last_used_at FROM api_keys ORDER BY created_at, id
