-- Purpose: give a new topic its epoch.
-- Parameter 1: topic
-- Parameter 2: id of the topic, as text
-- Parameter 3: epoch
-- Parameter 4: time in ms
-- Rows: none
INSERT INTO topic_epochs (topic, topic_id, epoch, since) VALUES ($1, $2, $3, $4)
ON CONFLICT (topic, topic_id) DO NOTHING
