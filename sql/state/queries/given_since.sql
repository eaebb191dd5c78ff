-- Purpose: the first import that the ledger of hours knows.
-- Rows: one: its number, 0 when the ledger is empty
SELECT COALESCE(MIN(import), 0) FROM given
