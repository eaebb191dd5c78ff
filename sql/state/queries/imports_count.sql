-- Purpose: how many imports there are of one kind, source or state, where these are asked for.
-- Parameter 1: kind, empty for any
-- Parameter 2: source, empty for any
-- Parameter 3: state, or undone for those that do not stand; empty for any
-- Rows: one
SELECT count(*)
FROM imports
WHERE (kind = $1 OR $1 = '') AND (source = $2 OR $2 = '')
  AND ($3 = '' OR $3 = 'undone' AND undone_at > 0 OR state = $3 AND undone_at = 0)
