-- Purpose: one refused record by its place.
-- Parameter topic: topic that it was read from
-- Parameter epoch: of the topic
-- Parameter partition: of the topic
-- Parameter offset: in the partition
-- Rows: one, none when there is no such record
SELECT topic, source, complaint_id, reason, field, file, line, payload, sealed, import_id, arrived_at,
       if(file = '', topic, 'rejected.v1') AS through, topic_epoch, kafka_partition, kafka_offset, '' AS plain
FROM rejected
WHERE through = {topic:String} AND topic_epoch = {epoch:UInt32} AND kafka_partition = {partition:UInt16} AND kafka_offset = {offset:UInt64}
LIMIT 1
