-- Purpose: how some complaints ended, as facts tell it; those that were neither answered nor ended are left out, as are tellings that lost.
-- Parameter months: the months of the complaints
-- Parameter ids: number of each
-- Parameter contents: content of each
-- Rows: one per complaint that was answered or ended
SELECT source, complaint_id, topic, product, closed_at, resolved_at, first_response_at, ifNull(satisfaction, 0), reopened
FROM facts
WHERE month IN {months:Array(UInt32)} AND complaint_id IN {ids:Array(String)} AND content IN {contents:Array(UInt64)}
  AND (isNotNull(closed_at) OR isNotNull(resolved_at) OR stage IN ('replied', 'first_response', 'resolved', 'closed'))
