-- Purpose: keep a model.
-- Parameter 1: number
-- Parameter 2: made at, milliseconds
-- Parameter 3: who made it
-- Parameter 4: header, JSON
-- Parameter 5: the model file in base64
-- Rows: none
INSERT INTO models (number, made_at, made_by, header, content, used_at) VALUES ($1, $2, $3, $4, $5, 0)
