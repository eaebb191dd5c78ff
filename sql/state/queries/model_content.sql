-- Purpose: the file of a model.
-- Parameter 1: number
-- Rows: one, or none when there is no such model
SELECT content FROM models WHERE number = $1
