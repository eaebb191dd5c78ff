-- Purpose: begin an import.
-- Parameter 1: number
-- Parameter 2: kind
-- Parameter 3: file
-- Parameter 4: SHA-256 of the file in hexadecimal
-- Parameter 5: source
-- Parameter 6: mapping, as JSON
-- Parameter 7: state
-- Parameter 8: time in ms
-- Rows: none
INSERT INTO imports (number, kind, file, sha256, source, mapping, state, records, sending, sent, rejected, started_at, touched_at, finished_at, error)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, 0, $8, $8, 0, '')
