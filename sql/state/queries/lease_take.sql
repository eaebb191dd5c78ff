-- Purpose: take or renew a lease that is free, run out, or one's own.
-- Parameter 1: name
-- Parameter 2: owner
-- Parameter 3: until, in ms
-- Parameter 4: now, in ms
-- Parameter 5: the latest time until which a lease of now may reasonably last, in ms; one that lasts longer was taken before the clock
--   went back, and would keep everybody waiting for as long as it went back
-- Rows: none; one row is changed when it was taken
INSERT INTO leases (name, owner, until) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until
WHERE leases.until <= $4 OR leases.owner = excluded.owner OR leases.until > $5
