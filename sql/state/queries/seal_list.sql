-- Purpose: every time that a month was sealed.
-- Rows: one per seal, newest month first, and of one month the newest first
SELECT number, month, sealed_by, why, sealed_at, models, taxonomy, run, complaints, exposures, watermark, unsealed_by, unsealed_why, unsealed_at
FROM seals
ORDER BY month DESC, number DESC
