-- notice_count
-- Purpose: what became of the messages since a time, tests left out.
-- Parameter 1: time in ms
-- Rows: one: sent, of them confirmed, given up
SELECT COALESCE(SUM(CASE WHEN state = 'sent' THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN state = 'sent' AND confirmed_at > 0 THEN 1 ELSE 0 END), 0),
  COALESCE(SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END), 0)
FROM notices WHERE deliveries > 0 AND made_at >= $1
