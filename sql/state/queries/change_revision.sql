-- Purpose: the newest change of the overlay.
-- Rows: one, holding 0 when there is none
SELECT coalesce(max(revision), 0) FROM taxonomy_changes
