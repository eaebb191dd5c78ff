-- Purpose: the months whose complaints have events of an import, and perhaps a few that they counted in before. Complaints are picked by a
-- hash, as the keys of millions take too much memory; one that is picked by chance costs a month computed once too often.
-- Parameter import: number of the import
-- Rows: one per month
SELECT DISTINCT month
FROM heads
WHERE sipHash64(source, complaint_id) IN (SELECT sipHash64(source, complaint_id) FROM events WHERE import_id = {import:UInt32})
ORDER BY month
