-- Purpose: the answers of a selection by how long the complaint took to its end. .Sides are the tables that it reads with their conditions,
-- .TookBin is the number of the step.
-- Rows: one per step that has answers: step, answers, satisfied, sum of the grades
SELECT bin, toInt64(sum(n)), toInt64(sum(satisfied)), toInt64(sum(grades))
FROM (
    {{- range $i, $s := .Sides}}{{if $i}}
    UNION ALL{{end}}
    SELECT toUInt8({{$.TookBin}}) AS bin, count() AS n, countIf(ifNull(satisfaction, 0) >= 4) AS satisfied, sum(ifNull(satisfaction, 0)) AS grades
    FROM {{.Table}}
    WHERE {{.Where}} AND {{index $.Is "answered"}}
    GROUP BY bin
    {{- end}}
)
GROUP BY bin
ORDER BY bin
