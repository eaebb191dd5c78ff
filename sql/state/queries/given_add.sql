-- Purpose: add to what was given to Kafka in an hour.
-- Parameter 1: number of the import
-- Parameter 2: topic where the records went
-- Parameter 3: topic where they were meant to go
-- Parameter 4: source
-- Parameter 5: hour, in hours since 1970
-- Parameter 6: records about to be given
-- Parameter 7: records confirmed
-- Rows: none
INSERT INTO given (import, topic, meant, source, hour, sending, sent) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (import, topic, meant, source, hour) DO UPDATE
SET sending = given.sending + excluded.sending, sent = given.sent + excluded.sent
