-- Purpose: write down how far an import is. One that was undone meanwhile is told only that it ended.
-- Parameter 1: state
-- Parameter 2: records read
-- Parameter 3: records given to Kafka, answered or not
-- Parameter 4: records that Kafka confirmed
-- Parameter 5: records refused by the importer
-- Parameter 6: time of the end in ms, 0 while it runs
-- Parameter 7: error, empty when there is none
-- Parameter 8: complaints that Kafka confirmed
-- Parameter 9: events that Kafka confirmed
-- Parameter 10: exposures that Kafka confirmed
-- Parameter 11: time in ms
-- Parameter 12: number
-- Rows: none
UPDATE imports
SET state = $1, records = $2, sending = $3, sent = $4, rejected = $5, finished_at = $6, error = $7,
    complaints = $8, events = $9, exposures = $10, touched_at = $11
WHERE number = $12 AND (undone_at = 0 OR $1 <> 'running')
