-- Purpose: all models, newest first, without their content.
-- Rows: number, made at, made by, header, last put to use
SELECT number, made_at, made_by, header, used_at FROM models ORDER BY number DESC
