-- Purpose: the counts behind the cards of a page. .Sides are the tables that the selection reads with their conditions, and each the moment
-- that decides which clocks have run out.
-- Parameter grades: grades that have a clock
-- Parameter hours: the clock of each of these grades, in hours
-- Rows: exactly one
SELECT
    count(),
    toUInt64(countIf(text_hash != 0) - uniqExactIf(text_hash, text_hash != 0)),
    countIf(topic = ''),
    countIf(wordless = 1),
    countIf(events > 0),
    countIf(on_time OR late),
    countIf(on_time),
    countIf(satisfaction > 0),
    countIf(satisfaction >= 4),
    countIf(contradicts = 1),
    sum(deduplicated),
    sum(untemplated)
FROM (
    {{- range $i, $s := .Sides}}{{if $i}}
    UNION ALL{{end}}
    SELECT deduplicated, untemplated, text_hash, topic, wordless, events, contradicts, ifNull(satisfaction, 0) AS satisfaction,
           transform(toString(grade), {grades:Array(String)}, {hours:Array(UInt32)}, toUInt32(0)) AS clock,
           received_at + toIntervalHour(clock) AS due,
           clock > 0 AND ifNull(first_response_at <= due, 0) AS on_time,
           clock > 0 AND NOT on_time AND (isNotNull(first_response_at) OR due < {{.At}}) AS late
    FROM {{.Table}}
    WHERE {{.Where}}
    {{- end}}
)
