-- Purpose: begin an import.
-- Parameter 1: number
-- Parameter 2: file
-- Parameter 3: SHA-256 of the file in hexadecimal
-- Parameter 4: source
-- Parameter 5: mapping, as JSON
-- Parameter 6: state
-- Parameter 7: time in ms
-- Rows: none
INSERT INTO imports (number, file, sha256, source, mapping, state, records, sending, sent, rejected, started_at, finished_at, error)
VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 0, 0, $7, 0, '')
