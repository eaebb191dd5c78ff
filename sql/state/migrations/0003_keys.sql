-- Keys of the HTTP intake. What is secret of a key is kept as its SHA-256 only.
CREATE TABLE IF NOT EXISTS api_keys (
    id           TEXT PRIMARY KEY,
    hash         TEXT NOT NULL,
    source       TEXT NOT NULL,
    sender_kind  TEXT NOT NULL,
    note         TEXT NOT NULL,
    rate         BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    revoked_at   BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL
);

-- The import under which a key's records of a day go. Several processes share it.
CREATE TABLE IF NOT EXISTS intake_days (
    key_id TEXT NOT NULL,
    day    TEXT NOT NULL,
    turn   BIGINT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (key_id, day, turn)
);
