-- Purpose: the first and the last month of a span in which anything arrived. It is told from the parts alone.
-- Parameter from_month: first month, year×100+month
-- Parameter to_month: last month, year×100+month
-- Rows: exactly one: both 0 when nothing did
SELECT min(month), max(month) FROM complaints WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32}
