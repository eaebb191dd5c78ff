-- delivery_supersede
-- Purpose: what waits to be told of a finding at a lower level is not told when a higher one is.
-- Parameter 1: why
-- Parameter 2: finding
-- Parameter 3: recipient
-- Parameter 4: level
-- Rows: none
UPDATE deliveries SET dropped = $1 WHERE finding = $2 AND recipient = $3 AND level < $4 AND notice = 0 AND dropped = ''
