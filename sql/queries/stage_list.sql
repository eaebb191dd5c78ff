-- Purpose: the staging tables that runs left behind when they died.
-- Rows: one per table
SELECT name
FROM system.tables
WHERE database = currentDatabase() AND match(name, '^(facts|findings|attributions|judged|sealed_changes|tallies|themes|theme_members|phrases)_stage_[0-9]+$')
ORDER BY name
