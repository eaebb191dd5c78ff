-- Purpose: how the arrivals of complaints that a reader has committed divide, taken again from the rows. Aggregated in the order of the
-- key, so that memory does not grow with history.
-- Parameter epoch: the topic's present epoch; earlier ones count whole
-- Parameter partitions: partitions of the present epoch
-- Parameter below: for each of them the committed offset, the next to read
-- Rows: one: places, complaints, contents
SELECT sum(places), count(), sum(contents)
FROM (
    SELECT uniqExact(topic_epoch, kafka_partition, kafka_offset) AS places, uniqExact(content) AS contents
    FROM complaints
    WHERE topic_epoch < {epoch:UInt32}
        OR kafka_offset < transform(kafka_partition, {partitions:Array(UInt16)}, {below:Array(UInt64)}, toUInt64(0))
    GROUP BY source, complaint_id
)
SETTINGS optimize_aggregation_in_order = 1
