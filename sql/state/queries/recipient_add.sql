-- recipient_add
-- Purpose: add somebody to whom notices go.
-- Parameter 1: number
-- Parameter 2: name
-- Parameter 3: channel
-- Parameter 4: what may be shown of the address
-- Parameter 5: address and secret, sealed
-- Parameter 6: who
-- Parameter 7: time in ms
-- Rows: none; no row is changed when the name is taken
INSERT INTO recipients (number, name, channel, shown, sealed, made_by, made_at, gone_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 0)
ON CONFLICT (name) WHERE gone_at = 0 DO NOTHING
