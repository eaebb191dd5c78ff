-- Whom notices go to. sealed holds address and secret, which only the process that sends can open; shown is what may be seen of them. A row
-- stays when somebody is removed (gone_at is 0 while it stands), because what was sent names it.
CREATE TABLE IF NOT EXISTS recipients (
    number  BIGINT PRIMARY KEY,
    name    TEXT NOT NULL,
    channel TEXT NOT NULL,
    shown   TEXT NOT NULL,
    sealed  TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    gone_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS recipients_that_stand ON recipients (name) WHERE gone_at = 0;

-- Which findings are told to whom, and when. content is JSON.
CREATE TABLE IF NOT EXISTS delivery_rules (
    number  BIGINT PRIMARY KEY,
    content TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    gone_at BIGINT NOT NULL
);

-- One message to one recipient. content is JSON of the message; deliveries is how many findings it tells, 0 for a test. state is waiting,
-- sending, sent or failed: a row that is found sending belongs to a process that died before it knew whether the message went out.
CREATE TABLE IF NOT EXISTS notices (
    number       BIGINT PRIMARY KEY,
    recipient    BIGINT NOT NULL,
    content      TEXT NOT NULL,
    title        TEXT NOT NULL,
    deliveries   BIGINT NOT NULL,
    level        BIGINT NOT NULL,
    state        TEXT NOT NULL,
    attempts     BIGINT NOT NULL,
    next_at      BIGINT NOT NULL,
    trouble      TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      BIGINT NOT NULL,
    sent_at      BIGINT NOT NULL,
    opened_at    BIGINT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    confirmed_by TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS notices_by_state ON notices (state, next_at);

-- One finding at one level for one recipient, told once. finding is the id in hexadecimal, because it uses all 64 bits; notice is 0 until it
-- is told, dropped says why it will not be.
CREATE TABLE IF NOT EXISTS deliveries (
    number    BIGINT PRIMARY KEY,
    finding   TEXT NOT NULL,
    level     BIGINT NOT NULL,
    recipient BIGINT NOT NULL,
    rule      BIGINT NOT NULL,
    step      BIGINT NOT NULL,
    due_at    BIGINT NOT NULL,
    notice    BIGINT NOT NULL,
    content   TEXT NOT NULL,
    dropped   TEXT NOT NULL,
    made_at   BIGINT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS deliveries_once ON deliveries (finding, recipient, level);
CREATE INDEX IF NOT EXISTS deliveries_by_notice ON deliveries (notice, due_at);
