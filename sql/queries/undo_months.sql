-- Purpose: the months that the complaints of an import name.
-- Parameter import: number of the import
-- Rows: one per month
SELECT DISTINCT month FROM complaints WHERE import_id = {import:UInt32} ORDER BY month
