-- Purpose: count the facts of some months by day, source and the values of each axis and each pair of axes, into a staging table. Values of a
-- pair are left out in a month in which they have too few, not told or told: they are very many, and can warn of nothing. Of what sources
-- tell besides, only what takes few values, and no numbers, is an axis. Each part reads the columns that it needs; weighing projections costs more than a
-- small month does.
-- Parameter months: year×100+month
-- Parameter form: of counting, below 100
-- Parameter least: complaints of a pair in a month below which it is left out
-- Parameter few: values of an attribute in a month beyond which it is no axis
-- Rows: none
INSERT INTO {{.Stage}} (month, axis, second, value, second_value, source, day, n, facts_run)
{{range .Axes}}SELECT month, '{{.}}', '', toString({{.}}), '', source, day, count(), max(run) * 100 + {form:UInt64}
FROM facts WHERE month IN {months:Array(UInt32)} GROUP BY month, source, day, {{.}}
UNION ALL
{{end}}{{range .Pairs}}SELECT month, '{{index . 0}}', '{{index . 1}}', value, second_value, source, day, n, run * 100 + {form:UInt64}
FROM (
    SELECT month, toString({{index . 0}}) AS value, toString({{index . 1}}) AS second_value, source, day, count() AS n, max(run) AS run,
        sum(n) OVER (PARTITION BY month, value, second_value) AS total
    FROM facts WHERE month IN {months:Array(UInt32)} AND {{index . 0}} != '' AND {{index . 1}} != '' GROUP BY month, value, second_value, source, day
)
WHERE total >= {least:UInt64}
UNION ALL
{{end}}SELECT month, concat('{{.Attribute}}', name), '', value, '', source, day, n, run * 100 + {form:UInt64}
FROM (
    SELECT month, name, value, source, day, count() AS n, max(facts.run) AS run, uniqExact(value) OVER (PARTITION BY month, name) AS values
    FROM facts ARRAY JOIN mapKeys(attributes) AS name, mapValues(attributes) AS value
    WHERE month IN {months:Array(UInt32)} AND value != '' AND NOT match(value, '^[0-9.,%+-]+$') GROUP BY month, name, value, source, day
)
WHERE values BETWEEN 2 AND {few:UInt64}
SETTINGS optimize_use_projections = 0, max_bytes_before_external_group_by = 400000000, max_threads = 2
