-- Purpose: how the stored arrivals of complaints divide, taken again from the rows. Aggregated in the order of the key, so that memory
-- does not grow with history.
-- Parameter undone: imports that do not stand
-- Rows: one per source: received, stored, updated, withdrawn
SELECT source, sum(places) + sum(withdrawn), countIf(contents > 0), toUInt64(sum(contents) - countIf(contents > 0)), sum(withdrawn)
FROM (
    SELECT source, complaint_id,
{{- if .Undone}}
           uniqExactIf((topic_epoch, kafka_partition, kafka_offset), import_id NOT IN {undone:Array(UInt32)}) AS places,
           uniqExactIf((topic_epoch, kafka_partition, kafka_offset), import_id IN {undone:Array(UInt32)}) AS withdrawn,
           uniqExactIf(content, import_id NOT IN {undone:Array(UInt32)}) AS contents
{{- else}}
           uniqExact(topic_epoch, kafka_partition, kafka_offset) AS places, toUInt64(0) AS withdrawn, uniqExact(content) AS contents
{{- end}}
    FROM complaints
    GROUP BY source, complaint_id
)
GROUP BY source
ORDER BY source
SETTINGS optimize_aggregation_in_order = 1
