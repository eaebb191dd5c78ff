-- What an import was (file, http, upload, retry), what it carried, when it was heard of last, and whether a person has undone it.
-- undone_at is 0 while it stands.
ALTER TABLE imports ADD COLUMN kind TEXT NOT NULL DEFAULT 'file';
ALTER TABLE imports ADD COLUMN complaints BIGINT NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN events BIGINT NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN exposures BIGINT NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN touched_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN undone_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN undone_by TEXT NOT NULL DEFAULT '';
ALTER TABLE imports ADD COLUMN undo_reason TEXT NOT NULL DEFAULT '';

-- What people asked for, in order: undo an import (undone = 1) or let it stand again (undone = 0). applied_at is 0 while the tables
-- do not follow yet.
CREATE TABLE IF NOT EXISTS undos (
    revision     BIGINT PRIMARY KEY,
    import       BIGINT NOT NULL,
    undone       BIGINT NOT NULL,
    asked_by     TEXT NOT NULL,
    reason       TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    applied_at   BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS undos_by_import ON undos (import, revision);

-- Which columns of a file make which field, kept by name. columns is JSON: field → columns.
CREATE TABLE IF NOT EXISTS mappings (
    name       TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    source     TEXT NOT NULL,
    columns    TEXT NOT NULL,
    signature  TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS mappings_by_signature ON mappings (signature);
