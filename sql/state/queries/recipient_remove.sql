-- recipient_remove
-- Purpose: send nothing to somebody any more. The address is forgotten.
-- Parameter 1: time in ms
-- Parameter 2: number
-- Rows: none; one row is changed when there was such a recipient
UPDATE recipients SET gone_at = $1, sealed = '' WHERE number = $2 AND gone_at = 0
