-- Purpose: how large a group of alike complaints is. .Column names the groups.
-- Parameter group: number of the group
-- Rows: exactly one: complaints, known customers, first and last time of receipt
SELECT count(), uniqExactIf(customer, customer != 0), min(received_at), max(received_at)
FROM facts
WHERE {{.Column}} = {group:UInt64}
