-- What people decided about findings, with a copy of what each finding was about. finding is its id in hexadecimal digits, series is JSON, days are
-- year-month-day. A row changes once, when it is undone.
CREATE TABLE IF NOT EXISTS finding_decisions (
    number    BIGINT PRIMARY KEY,
    finding   TEXT NOT NULL,
    verdict   TEXT NOT NULL,
    why       TEXT NOT NULL,
    made_by   TEXT NOT NULL,
    made_at   BIGINT NOT NULL,
    kind      TEXT NOT NULL,
    series    TEXT NOT NULL,
    day_from  TEXT NOT NULL,
    day_to    TEXT NOT NULL,
    sentence  TEXT NOT NULL,
    undone_at BIGINT NOT NULL,
    undone_by TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS finding_decisions_by_finding ON finding_decisions (finding);
