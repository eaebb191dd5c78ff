-- Purpose: what would be worth a person's look: labels that are not sure, and texts without one, by how many are alike. Alike are complaints
-- with the same label and the same most telling word. The newest reading of a complaint counts.
-- .Axis names the columns: what was read, how, how sure, and what else it could be.
-- Parameter months: year×100+month each, newest first
-- Parameter limit: groups at most
-- Parameter sure: confidence from which a label needs no look
-- Parameter blank: how uncertain a text without a label is, from 0 to 1
-- Parameter fade: what a month is worth against the one after it
-- Rows: one per group, the most worth first; the example is its newest month's least sure complaint
SELECT label, word, countIf(doubtful) AS n, countIf(checked) AS agreed,
       sumIf((if(label = '', {blank:Float32}, 1 - sure)) * pow({fade:Float32}, indexOf({months:Array(UInt32)}, told) - 1), doubtful) / (1 + agreed) AS worth,
       avgIf(sure, doubtful) AS sureness,
       argMaxIf((toString(source), complaint_id, telling, told, other), (told, 1 - sure, complaint_id), doubtful) AS example
FROM (
    SELECT source, complaint_id, reading.1 AS label, reading.2 = 'person' AS checked, reading.3 AS sure, reading.4 AS telling, reading.5 AS word,
           reading.6 AS other, reading.8 AS told,
           NOT checked AND reading.7 = 0 AND word != '' AND (label = '' OR sure < {sure:Float32}) AS doubtful
    FROM (
        SELECT source, complaint_id,
               argMax((toString({{.Label}}), toString({{.From}}), {{.Sure}}, content, toString(keywords[1]), {{.Other}}, wordless, month), (enriched_at, model)) AS reading
        FROM insights
        WHERE month IN {months:Array(UInt32)}
        GROUP BY source, complaint_id
    )
)
GROUP BY label, word
HAVING n > 0
ORDER BY worth DESC, label, word
LIMIT {limit:UInt32}
