-- Purpose: how many complaints Kafka took in epochs of the topic that are over, by the largest offset that was stored.
-- Parameter epoch: the topic's present epoch
-- Rows: one: records
SELECT sum(ended)
FROM (
    SELECT topic_epoch, kafka_partition, max(kafka_offset) + 1 AS ended
    FROM (
        SELECT topic_epoch, kafka_partition, kafka_offset FROM complaints WHERE topic_epoch < {epoch:UInt32}
        UNION ALL
        SELECT topic_epoch, kafka_partition, kafka_offset FROM rejected
        WHERE topic = 'complaints.v1' AND file = '' AND topic_epoch < {epoch:UInt32}
    )
    GROUP BY topic_epoch, kafka_partition
)
