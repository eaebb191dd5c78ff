-- Purpose: the sources that told something as it came, and not in files, since a time.
-- Parameter 1: time in ms
-- Rows: one per source, in order
SELECT DISTINCT source FROM imports WHERE kind = 'http' AND touched_at >= $1 ORDER BY source
