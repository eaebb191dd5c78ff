-- Purpose: every change of every action.
-- Rows: one per change, by action, oldest change first
SELECT revision, action, step, made_by, made_at, why, fields, content FROM action_changes ORDER BY action, revision
