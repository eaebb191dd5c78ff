-- Purpose: complaints that were refused: after Kafka (below the committed offsets), and before it, at the door, where the file is known.
-- Parameter epoch: the topic's present epoch; earlier ones count whole
-- Parameter partitions: partitions of the present epoch
-- Parameter below: for each of them the committed offset, the next to read
-- Rows: one: refused after Kafka, refused at the door
SELECT
    uniqExactIf((topic_epoch, kafka_partition, kafka_offset), file = '' AND (topic_epoch < {epoch:UInt32}
        OR kafka_offset < transform(kafka_partition, {partitions:Array(UInt16)}, {below:Array(UInt64)}, toUInt64(0)))),
    uniqExactIf((topic_epoch, kafka_partition, kafka_offset), file != '')
FROM rejected
WHERE topic = 'complaints.v1'
