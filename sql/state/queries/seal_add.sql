-- Purpose: write down that a month is sealed, unless it is so already.
-- Parameter 1: number
-- Parameter 2: month, year×100+month
-- Parameter 3: by whom
-- Parameter 4: why
-- Parameter 5: time in ms
-- Parameter 6: versions of the model, as JSON
-- Parameter 7: version of the taxonomy
-- Parameter 8: run of assemble
-- Parameter 9: complaints
-- Parameter 10: denominators, as JSON
-- Parameter 11: positions, as JSON
-- Rows: none; one row is changed unless the month is sealed
INSERT INTO seals (number, month, sealed_by, why, sealed_at, models, taxonomy, run, complaints, exposures, watermark)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT DO NOTHING
