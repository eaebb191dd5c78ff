-- Purpose: complaints of a month and of two earlier ones by the values of every axis, in one pass. Each comparison has its own days and
-- sources; one without sources counts nothing. A value is left out where it is too rare in both comparisons, but for sources, which
-- make up the total. The projections cannot answer this, and weighing them costs more than a small month does.
-- Parameter months: the month and its bases, year×100+month
-- Parameter from: first day of the month in the first comparison
-- Parameter to: last day of the month in the first comparison
-- Parameter base_from: first day of the base of the first comparison
-- Parameter base_to: last day of the base of the first comparison
-- Parameter sources: that take part in the first comparison
-- Parameter second_from: first day of the month in the second comparison
-- Parameter second_to: last day of the month in the second comparison
-- Parameter second_base_from: first day of the base of the second comparison
-- Parameter second_base_to: last day of the base of the second comparison
-- Parameter second_sources: that take part in the second comparison
-- Parameter least: complaints in both months of a comparison below which a value is too rare
-- Rows: one per axis and value, by value
SELECT
    multiIf(grouping(topic) = 0, 'topic', grouping(topic_why) = 0, 'topic_why', grouping(topic_where) = 0, 'topic_where', grouping(category) = 0, 'category', grouping(product_line) = 0, 'product_line',
        grouping(product) = 0, 'product', grouping(model) = 0, 'model', grouping(batch) = 0, 'batch', grouping(province) = 0, 'province',
        grouping(city) = 0, 'city', grouping(channel) = 0, 'channel', grouping(department) = 0, 'department', grouping(grade) = 0, 'grade',
        grouping(sender_kind) = 0, 'sender_kind', 'source') AS axis,
    multiIf(grouping(topic) = 0, toString(topic), grouping(topic_why) = 0, toString(topic_why), grouping(topic_where) = 0, toString(topic_where), grouping(category) = 0, toString(category),
        grouping(product_line) = 0, toString(product_line), grouping(product) = 0, toString(product), grouping(model) = 0, toString(model),
        grouping(batch) = 0, toString(batch), grouping(province) = 0, toString(province), grouping(city) = 0, toString(city),
        grouping(channel) = 0, toString(channel), grouping(department) = 0, toString(department), grouping(grade) = 0, toString(grade),
        grouping(sender_kind) = 0, toString(sender_kind), toString(source)) AS value,
    countIf(day BETWEEN {from:Date} AND {to:Date} AND source IN {sources:Array(String)}) AS n,
    countIf(day BETWEEN {base_from:Date} AND {base_to:Date} AND source IN {sources:Array(String)}) AS base_n,
    countIf(day BETWEEN {second_from:Date} AND {second_to:Date} AND source IN {second_sources:Array(String)}) AS second_n,
    countIf(day BETWEEN {second_base_from:Date} AND {second_base_to:Date} AND source IN {second_sources:Array(String)}) AS second_base_n
FROM facts
WHERE month IN {months:Array(UInt32)}
GROUP BY GROUPING SETS ((topic), (topic_why), (topic_where), (category), (product_line), (product), (model), (batch), (province), (city), (channel), (department),
    (grade), (sender_kind), (source))
HAVING n + base_n >= {least:UInt64} OR second_n + second_base_n >= {least:UInt64} OR axis = 'source'
ORDER BY value
SETTINGS optimize_use_projections = 0
