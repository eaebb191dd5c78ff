-- Months whose figures of one day are kept. A row stays when the month is unsealed (unsealed_at is 0 while it is sealed), so that a month
-- has a row for each time; models, exposures and watermark are JSON.
CREATE TABLE IF NOT EXISTS seals (
    number       BIGINT PRIMARY KEY,
    month        BIGINT NOT NULL,
    sealed_by    TEXT NOT NULL,
    why          TEXT NOT NULL,
    sealed_at    BIGINT NOT NULL,
    models       TEXT NOT NULL,
    taxonomy     TEXT NOT NULL,
    run          BIGINT NOT NULL,
    complaints   BIGINT NOT NULL,
    exposures    TEXT NOT NULL,
    watermark    TEXT NOT NULL,
    unsealed_by  TEXT NOT NULL DEFAULT '',
    unsealed_why TEXT NOT NULL DEFAULT '',
    unsealed_at  BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX IF NOT EXISTS seals_that_hold ON seals (month) WHERE unsealed_at = 0;
