-- Purpose: how the arrivals of complaints that a reader has committed divide, taken again from the rows. Aggregated in the order of the
-- key, so that memory does not grow with history.
-- Parameter epoch: the topic's present epoch; earlier ones count whole
-- Parameter partitions: partitions of the present epoch
-- Parameter below: for each of them the committed offset, the next to read
-- Parameter undone: imports that do not stand
-- Rows: one: places, complaints, contents, of arrivals that stand, and places of the others
SELECT sum(places), countIf(contents > 0), sum(contents), sum(withdrawn)
FROM (
    SELECT
{{- if .Undone}}
           uniqExactIf((topic_epoch, kafka_partition, kafka_offset), import_id NOT IN {undone:Array(UInt32)}) AS places,
           uniqExactIf((topic_epoch, kafka_partition, kafka_offset), import_id IN {undone:Array(UInt32)}) AS withdrawn,
           uniqExactIf(content, import_id NOT IN {undone:Array(UInt32)}) AS contents
{{- else}}
           uniqExact(topic_epoch, kafka_partition, kafka_offset) AS places, toUInt64(0) AS withdrawn, uniqExact(content) AS contents
{{- end}}
    FROM complaints
    WHERE topic_epoch < {epoch:UInt32}
        OR kafka_offset < transform(kafka_partition, {partitions:Array(UInt16)}, {below:Array(UInt64)}, toUInt64(0))
    GROUP BY source, complaint_id
)
SETTINGS optimize_aggregation_in_order = 1
