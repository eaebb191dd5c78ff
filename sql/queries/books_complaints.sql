-- Purpose: how the stored arrivals of complaints divide, taken again from the rows. Aggregated in the order of the key, so that memory
-- does not grow with history.
-- Rows: one per source: received, stored, updated
SELECT source, sum(places), count(), toUInt64(sum(contents) - count())
FROM (
    SELECT source, complaint_id, uniqExact(topic_epoch, kafka_partition, kafka_offset) AS places, uniqExact(content) AS contents
    FROM complaints
    GROUP BY source, complaint_id
)
GROUP BY source
ORDER BY source
SETTINGS optimize_aggregation_in_order = 1
