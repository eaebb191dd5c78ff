-- Purpose: make the ledger of migrations, which each server keeps for itself.
-- Rows: none
CREATE TABLE IF NOT EXISTS migrations (
    name       String,
    sha256     String,
    applied_at DateTime64(3, 'Asia/Shanghai')
) ENGINE = ReplacingMergeTree(applied_at)
ORDER BY name
