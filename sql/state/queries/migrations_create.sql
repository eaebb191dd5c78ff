-- Purpose: make the ledger of migrations.
-- Rows: none
CREATE TABLE IF NOT EXISTS migrations (
    name       TEXT PRIMARY KEY,
    sha256     TEXT NOT NULL,
    applied_at BIGINT NOT NULL
)
