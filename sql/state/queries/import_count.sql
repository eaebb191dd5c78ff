-- Purpose: add to what an import that several processes share has counted.
-- Parameter 1: records read
-- Parameter 2: records given to Kafka, answered or not
-- Parameter 3: records that Kafka confirmed
-- Parameter 4: records refused at the door
-- Parameter 5: number
-- Rows: none
UPDATE imports SET records = records + $1, sending = sending + $2, sent = sent + $3, rejected = rejected + $4 WHERE number = $5
