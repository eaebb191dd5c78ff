-- delivery_levels
-- Purpose: the highest level at which findings were planned for each recipient.
-- Parameter 1: since, in ms
-- Rows: finding, recipient, level
SELECT finding, recipient, MAX(level) FROM deliveries WHERE made_at >= $1 GROUP BY finding, recipient
