-- recipient_list
-- Purpose: all to whom notices go or went.
-- Rows: one per recipient, in the order in which they were added
SELECT number, name, channel, shown, sealed, made_by, made_at, gone_at FROM recipients ORDER BY number
