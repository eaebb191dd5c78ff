-- Purpose: every change of one action.
-- Parameter 1: number of the action
-- Rows: one per change, oldest first; none when there is no such action
SELECT revision, action, step, made_by, made_at, why, fields, content FROM action_changes WHERE action = $1 ORDER BY revision
