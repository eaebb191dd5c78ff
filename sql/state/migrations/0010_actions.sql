-- Measures against causes, as a book of changes: a row is the whole action after one change, and no row is ever changed or deleted. content
-- and fields are JSON.
CREATE TABLE IF NOT EXISTS action_changes (
    revision BIGINT PRIMARY KEY,
    action   BIGINT NOT NULL,
    step     TEXT NOT NULL,
    made_by  TEXT NOT NULL,
    made_at  BIGINT NOT NULL,
    why      TEXT NOT NULL,
    fields   TEXT NOT NULL,
    content  TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS action_changes_by_action ON action_changes (action, revision);
