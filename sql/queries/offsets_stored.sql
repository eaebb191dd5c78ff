-- Purpose: how many offsets of a stretch of a partition are in the tables.
-- Parameter topic: topic that was read
-- Parameter epoch: of the topic
-- Parameter partition: of the topic
-- Parameter from: first offset
-- Parameter below: offset after the last
-- Rows: one
SELECT groupBitmap(kafka_offset) FROM (
    SELECT 'complaints.v1' AS topic, topic_epoch, kafka_partition, kafka_offset FROM complaints
    UNION ALL SELECT 'events.v1' AS topic, topic_epoch, kafka_partition, kafka_offset FROM events
    UNION ALL SELECT 'exposures.v1' AS topic, topic_epoch, kafka_partition, kafka_offset FROM exposures
    UNION ALL SELECT if(file = '', r.topic, 'rejected.v1') AS topic, topic_epoch, kafka_partition, kafka_offset FROM rejected AS r
)
WHERE topic = {topic:String} AND topic_epoch = {epoch:UInt32} AND kafka_partition = {partition:UInt16}
  AND kafka_offset >= {from:UInt64} AND kafka_offset < {below:UInt64}
