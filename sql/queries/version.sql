-- Purpose: which version of ClickHouse answers.
-- Rows: one
SELECT version()
