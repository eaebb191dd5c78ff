-- Purpose: the counts behind the cards of a page, without those that the policy decides. .Sides are the tables that the selection reads with
-- their conditions.
-- Rows: exactly one
SELECT
    count(),
    toUInt64(countIf(text_hash != 0) - uniqExactIf(text_hash, text_hash != 0)),
    countIf(topic = ''),
    countIf(wordless = 1),
    countIf(events > 0),
    countIf(satisfaction > 0),
    countIf(satisfaction >= 4),
    countIf(contradicts = 1),
    sum(deduplicated),
    sum(untemplated)
FROM (
    {{- range $i, $s := .Sides}}{{if $i}}
    UNION ALL{{end}}
    SELECT deduplicated, untemplated, text_hash, topic, wordless, events, contradicts, ifNull(satisfaction, 0) AS satisfaction
    FROM {{.Table}}
    WHERE {{.Where}}
    {{- end}}
)
