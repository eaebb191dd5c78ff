-- Purpose: add to what an import that several processes share has counted. One that was undone takes nothing more to send.
-- Parameter 1: records read
-- Parameter 2: records given to Kafka, answered or not
-- Parameter 3: records that Kafka confirmed
-- Parameter 4: records refused at the door
-- Parameter 5: complaints that Kafka confirmed
-- Parameter 6: events that Kafka confirmed
-- Parameter 7: exposures that Kafka confirmed
-- Parameter 8: time in ms
-- Parameter 9: number
-- Rows: none
UPDATE imports
SET records = records + $1, sending = sending + $2, sent = sent + $3, rejected = rejected + $4,
    complaints = complaints + $5, events = events + $6, exposures = exposures + $7, touched_at = $8
WHERE number = $9 AND (undone_at = 0 OR $2 = 0)
