-- Purpose: the departments that events of some months name, by the hash that lives_of_month has for them.
-- Parameter from: first month, year×100+month
-- Parameter to: last month, year×100+month
-- Rows: one per name
SELECT cityHash64(name), name
FROM (
    SELECT toString(department) AS name FROM events WHERE toYYYYMM(at) BETWEEN {from:UInt32} AND {to:UInt32} GROUP BY department
    UNION DISTINCT
    SELECT toString(from_department) AS name FROM events WHERE toYYYYMM(at) BETWEEN {from:UInt32} AND {to:UInt32} GROUP BY from_department
    UNION DISTINCT
    SELECT toString(to_department) AS name FROM events WHERE toYYYYMM(at) BETWEEN {from:UInt32} AND {to:UInt32} GROUP BY to_department
)
