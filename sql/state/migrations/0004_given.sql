-- What importers, intakes and retries gave to Kafka, by the hour of the time that they stamped on it. Several processes add to a row, so
-- the columns only ever grow by increments. The hour is a number of hours since 1970.
CREATE TABLE IF NOT EXISTS given (
    import  BIGINT NOT NULL,
    topic   TEXT NOT NULL,
    meant   TEXT NOT NULL,
    source  TEXT NOT NULL,
    hour    BIGINT NOT NULL,
    sending BIGINT NOT NULL,
    sent    BIGINT NOT NULL,
    PRIMARY KEY (import, topic, meant, source, hour)
);
CREATE INDEX IF NOT EXISTS given_by_hour ON given (hour);
