-- What people decided about rejected records, by their place in Kafka (topic-epoch-partition-offset). A row whose outcome is trying is held
-- by somebody who submits the record again at this moment.
CREATE TABLE IF NOT EXISTS rejected_decisions (
    record     TEXT PRIMARY KEY,
    outcome    TEXT NOT NULL,
    reason     TEXT NOT NULL,
    import     BIGINT NOT NULL,
    source     TEXT NOT NULL,
    complaint  TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at BIGINT NOT NULL
);

-- Differences in the books by hour that a person has looked into and that are not to raise an alarm any more.
CREATE TABLE IF NOT EXISTS books_explained (
    fault        TEXT PRIMARY KEY,
    reason       TEXT NOT NULL,
    explained_by TEXT NOT NULL,
    explained_at BIGINT NOT NULL
);
