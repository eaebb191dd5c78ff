-- Purpose: the epoch of a topic by the id that Kafka gave it.
-- Parameter 1: topic
-- Parameter 2: id of the topic, as text
-- Rows: one, none when this topic is new
SELECT epoch FROM topic_epochs WHERE topic = $1 AND topic_id = $2
