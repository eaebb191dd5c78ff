-- What people said about the labels of single complaints. content and text_hash are hashes, kept as text because they use all 64 bits. A row
-- changes once, when it is undone; revision is new then, and applied is the revision that was read into the tables.
CREATE TABLE IF NOT EXISTS corrections (
    number     BIGINT PRIMARY KEY,
    source     TEXT NOT NULL,
    complaint  TEXT NOT NULL,
    content    TEXT NOT NULL,
    text_hash  TEXT NOT NULL,
    axis       TEXT NOT NULL,
    label_from TEXT NOT NULL,
    label_to   TEXT NOT NULL,
    why        TEXT NOT NULL,
    made_by    TEXT NOT NULL,
    made_at    BIGINT NOT NULL,
    undone_at  BIGINT NOT NULL,
    undone_by  TEXT NOT NULL,
    revision   BIGINT NOT NULL,
    applied    BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS corrections_by_complaint ON corrections (source, complaint);
CREATE INDEX IF NOT EXISTS corrections_by_revision ON corrections (revision);

-- What people changed of the words of labels. words is JSON. A row changes once, when it is undone; revision is new then, and queued is the
-- revision for which its reach was put on the queue. effect is how many complaints of the newest months it moved, as was foreseen.
CREATE TABLE IF NOT EXISTS taxonomy_changes (
    number    BIGINT PRIMARY KEY,
    topic     TEXT NOT NULL,
    kind      TEXT NOT NULL,
    words     TEXT NOT NULL,
    effect    BIGINT NOT NULL,
    why       TEXT NOT NULL,
    made_by   TEXT NOT NULL,
    made_at   BIGINT NOT NULL,
    undone_at BIGINT NOT NULL,
    undone_by TEXT NOT NULL,
    revision  BIGINT NOT NULL,
    queued    BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS taxonomy_changes_by_revision ON taxonomy_changes (revision);

-- Months in which the complaints that contain the words of a change are still to be read again, for the change as it was at a revision.
CREATE TABLE IF NOT EXISTS reach_queue (
    change   BIGINT NOT NULL,
    month    BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (change, month)
);
