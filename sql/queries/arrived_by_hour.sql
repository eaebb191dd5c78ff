-- Purpose: how many records arrived in the tables, by the place in Kafka that they were read from. Sets of offsets are kept as bitmaps, which
-- count every offset once and need little room where they follow each other. A refused record with a file was refused at the door and came
-- by rejected.v1, one without was refused after the topic it was meant for.
-- Parameter from: first moment of arrival
-- Parameter to: moment after the last
-- Rows: one per topic read, topic meant, source, import, whether refused, hour (in hours since 1970), epoch and partition: records, least and greatest offset
SELECT topic, meant, source, import_id, refused, intDiv(toUnixTimestamp(arrived_at), 3600) AS hour, topic_epoch, kafka_partition,
       groupBitmap(kafka_offset), min(kafka_offset), max(kafka_offset)
FROM (
    SELECT 'complaints.v1' AS topic, topic AS meant, source, import_id, toUInt8(0) AS refused, arrived_at, topic_epoch, kafka_partition, kafka_offset
    FROM complaints WHERE arrived_at >= {from:DateTime64(3, 'Asia/Shanghai')} AND arrived_at < {to:DateTime64(3, 'Asia/Shanghai')}
    UNION ALL
    SELECT 'events.v1' AS topic, topic AS meant, source, import_id, toUInt8(0) AS refused, arrived_at, topic_epoch, kafka_partition, kafka_offset
    FROM events WHERE arrived_at >= {from:DateTime64(3, 'Asia/Shanghai')} AND arrived_at < {to:DateTime64(3, 'Asia/Shanghai')}
    UNION ALL
    SELECT 'exposures.v1' AS topic, topic AS meant, source, import_id, toUInt8(0) AS refused, arrived_at, topic_epoch, kafka_partition, kafka_offset
    FROM exposures WHERE arrived_at >= {from:DateTime64(3, 'Asia/Shanghai')} AND arrived_at < {to:DateTime64(3, 'Asia/Shanghai')}
    UNION ALL
    SELECT if(file = '', r.topic, 'rejected.v1') AS topic, r.topic AS meant, source, import_id, toUInt8(1) AS refused, arrived_at, topic_epoch, kafka_partition, kafka_offset
    FROM rejected AS r WHERE arrived_at >= {from:DateTime64(3, 'Asia/Shanghai')} AND arrived_at < {to:DateTime64(3, 'Asia/Shanghai')}
)
GROUP BY topic, meant, source, import_id, refused, hour, topic_epoch, kafka_partition
ORDER BY hour, topic, meant, source, import_id, topic_epoch, kafka_partition
