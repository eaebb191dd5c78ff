-- Purpose: how the complaints of a sealed month changed.
-- Parameter month: year×100+month
-- Rows: one per kind, reason and pair of topics, most first
SELECT kind, reason, topic_then, topic_now, count() AS n
FROM sealed_changes
WHERE month = {month:UInt32}
GROUP BY kind, reason, topic_then, topic_now
ORDER BY n DESC, kind, reason, topic_then, topic_now
