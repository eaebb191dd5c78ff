-- Purpose: where offsets of a stretch of a partition are missing from the tables, found between those that are there. Run only when their
-- number is too small.
-- Parameter topic: topic that was read
-- Parameter epoch: of the topic
-- Parameter partition: of the topic
-- Parameter from: first offset
-- Parameter below: offset after the last
-- Parameter limit: stretches at most
-- Rows: one per missing stretch, in order: first missing offset, offset after the last, and when the record before it arrived (1970 when none did)
SELECT before + 1 AS first, kafka_offset AS next, came
FROM (
    SELECT kafka_offset, lagInFrame(toInt64(kafka_offset), 1, toInt64({from:UInt64}) - 1) OVER w AS before,
           lagInFrame(arrived_at, 1, toDateTime64(0, 3, 'Asia/Shanghai')) OVER w AS came
    FROM (
        SELECT kafka_offset, min(arrived_at) AS arrived_at
        FROM (
            SELECT 'complaints.v1' AS topic, topic_epoch, kafka_partition, kafka_offset, arrived_at FROM complaints
            UNION ALL SELECT 'events.v1' AS topic, topic_epoch, kafka_partition, kafka_offset, arrived_at FROM events
            UNION ALL SELECT 'exposures.v1' AS topic, topic_epoch, kafka_partition, kafka_offset, arrived_at FROM exposures
            UNION ALL SELECT if(file = '', r.topic, 'rejected.v1') AS topic, topic_epoch, kafka_partition, kafka_offset, arrived_at FROM rejected AS r
        )
        WHERE topic = {topic:String} AND topic_epoch = {epoch:UInt32} AND kafka_partition = {partition:UInt16}
          AND kafka_offset >= {from:UInt64} AND kafka_offset < {below:UInt64}
        GROUP BY kafka_offset
        UNION ALL SELECT {below:UInt64}, toDateTime64(0, 3, 'Asia/Shanghai')
    )
    WINDOW w AS (ORDER BY kafka_offset ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
)
WHERE toInt64(kafka_offset) > before + 1
ORDER BY first
LIMIT {limit:UInt32}
