-- delivery_unconfirmed
-- Purpose: what was told by a rule itself since a time and nobody confirmed, at its level or above, to be told to somebody else.
-- Parameter 1: time in ms
-- Rows: as delivery_of_notice, with due_at the time at which it was told, or at which the first attempt to was made
SELECT d.number, d.finding, d.level, d.recipient, d.rule, d.step, CASE WHEN n.sent_at > 0 THEN n.sent_at ELSE n.made_at END, d.notice, d.content, d.dropped, d.made_at
FROM deliveries d JOIN notices n ON n.number = d.notice
WHERE d.notice > 0 AND d.step = 0 AND d.made_at >= $1
  AND NOT EXISTS (SELECT 1 FROM deliveries e JOIN notices m ON m.number = e.notice WHERE e.finding = d.finding AND e.level >= d.level AND m.confirmed_at > 0)
ORDER BY d.number
