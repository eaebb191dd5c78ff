-- Purpose: what was given to Kafka in a stretch of hours.
-- Parameter 1: first hour, in hours since 1970
-- Parameter 2: hour after the last
-- Rows: one per import, topic, meant topic, source and hour
SELECT import, topic, meant, source, hour, sending, sent FROM given
WHERE hour >= $1 AND hour < $2
ORDER BY hour, import, topic, meant, source
