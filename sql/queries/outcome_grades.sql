-- Purpose: the answers of a selection by their six grades. .Sides are the tables that it reads with their conditions.
-- Rows: one per overall grade and grades of the five dimensions (0 where not told), in this order
SELECT overall, of_channel, of_attitude, of_ability, of_speed, of_outcome, toInt64(sum(n))
FROM (
    {{- range $i, $s := .Sides}}{{if $i}}
    UNION ALL{{end}}
    SELECT ifNull(satisfaction, 0) AS overall, visit_channel AS of_channel, visit_attitude AS of_attitude, visit_ability AS of_ability, visit_speed AS of_speed,
           visit_outcome AS of_outcome, count() AS n
    FROM {{.Table}}
    WHERE {{.Where}} AND {{index $.Is "answered"}}
    GROUP BY overall, of_channel, of_attitude, of_ability, of_speed, of_outcome
    {{- end}}
)
GROUP BY overall, of_channel, of_attitude, of_ability, of_speed, of_outcome
ORDER BY overall, of_channel, of_attitude, of_ability, of_speed, of_outcome
