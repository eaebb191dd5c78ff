-- Purpose: take the next turn of a key's day for an import; the first of several processes wins.
-- Parameter 1: id of the key
-- Parameter 2: day
-- Parameter 3: turn
-- Parameter 4: number of the import
-- Rows: none; one row is changed when this import has the turn
INSERT INTO intake_days (key_id, day, turn, number) VALUES ($1, $2, $3, $4)
ON CONFLICT (key_id, day, turn) DO NOTHING
