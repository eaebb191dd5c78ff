-- Purpose: arrivals of complaints that stand in a range of offsets, reduced to what reading their words needs.
-- Parameter epoch: of the topic
-- Parameter partition: of Kafka
-- Parameter from: first offset
-- Parameter to: offset after the last one
-- Parameter undone: imports that do not stand
-- Rows: one per arrival, at most as many as there are offsets but for redeliveries, by offset
SELECT source, complaint_id, version, content, month, kafka_offset, received_at, subject, text, category
FROM complaints
WHERE topic_epoch = {epoch:UInt32} AND kafka_partition = {partition:UInt16}
  AND kafka_offset >= {from:UInt64} AND kafka_offset < {to:UInt64}{{if .Undone}} AND import_id NOT IN {undone:Array(UInt32)}{{end}}
ORDER BY kafka_offset
