-- What must be unique, locked or changed in place. Times are milliseconds since 1970, days are text like 2024-03-31, so that one text
-- serves SQLite and PostgreSQL.
CREATE TABLE IF NOT EXISTS settings (
    name       TEXT PRIMARY KEY,
    value      TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

-- Numbers that are given out once each: runs, imports, generations of dirty months.
CREATE TABLE IF NOT EXISTS counters (
    name  TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);

-- A topic that was deleted and made anew starts its offsets at 0 again; its epoch keeps them apart.
CREATE TABLE IF NOT EXISTS topic_epochs (
    topic    TEXT NOT NULL,
    topic_id TEXT NOT NULL,
    epoch    BIGINT NOT NULL,
    since    BIGINT NOT NULL,
    PRIMARY KEY (topic, topic_id),
    UNIQUE (topic, epoch)
);

-- The importer's own count of what it did, one row per run of an import.
CREATE TABLE IF NOT EXISTS imports (
    number      BIGINT PRIMARY KEY,
    file        TEXT NOT NULL,
    sha256      TEXT NOT NULL,
    source      TEXT NOT NULL,
    mapping     TEXT NOT NULL,
    state       TEXT NOT NULL,
    records     BIGINT NOT NULL,
    sending     BIGINT NOT NULL,
    sent        BIGINT NOT NULL,
    rejected    BIGINT NOT NULL,
    started_at  BIGINT NOT NULL,
    finished_at BIGINT NOT NULL,
    error       TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS imports_by_file ON imports (sha256, source);

CREATE TABLE IF NOT EXISTS watermarks (
    job         TEXT NOT NULL,
    topic       TEXT NOT NULL,
    epoch       BIGINT NOT NULL,
    part        BIGINT NOT NULL,
    next_offset BIGINT NOT NULL,
    PRIMARY KEY (job, topic, epoch, part)
);

-- Months that a job must compute again. The generation is new with every marking, so that one that comes during a run outlives it.
CREATE TABLE IF NOT EXISTS dirty_months (
    job        TEXT NOT NULL,
    month      BIGINT NOT NULL,
    since      BIGINT NOT NULL,
    reason     TEXT NOT NULL,
    generation BIGINT NOT NULL,
    PRIMARY KEY (job, month)
);

-- Months whose words are to be read again with a new model.
CREATE TABLE IF NOT EXISTS model_queue (
    month BIGINT PRIMARY KEY
);

CREATE TABLE IF NOT EXISTS job_runs (
    number      BIGINT PRIMARY KEY,
    job         TEXT NOT NULL,
    span        TEXT NOT NULL,
    code        TEXT NOT NULL,
    watermark   TEXT NOT NULL,
    started_at  BIGINT NOT NULL,
    finished_at BIGINT NOT NULL,
    outcome     TEXT NOT NULL,
    error       TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS job_runs_by_job ON job_runs (job, number);

CREATE TABLE IF NOT EXISTS leases (
    name  TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    until BIGINT NOT NULL
);

CREATE TABLE IF NOT EXISTS coverages (
    source      TEXT PRIMARY KEY,
    first_day   TEXT NOT NULL,
    last_day    TEXT NOT NULL,
    declared_at BIGINT NOT NULL
);
