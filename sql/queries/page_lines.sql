-- Purpose: what the lines of a list show of their complaints: the tellings are known by key, version and content.
-- Parameter months: the months of the complaints
-- Parameter sources: source of each line
-- Parameter ids: number of each line
-- Parameter contents: content of each line
-- Parameter runes: how many runes of the words are shown
-- Rows: one per line, in any order
SELECT source, complaint_id, any(product_line), any(product), any(model), any(batch), any(province), any(concat(city, district)), any(grade), any(category),
       any(substringUTF8(multiIf(subject = '', text, text = '', subject, startsWith(text, subject), text, concat(subject, '\n', text)), 1, {runes:UInt32}))
FROM complaints
WHERE month IN {months:Array(UInt32)}
  AND (source, complaint_id, content) IN (SELECT arrayJoin(arrayZip({sources:Array(String)}, {ids:Array(String)}, {contents:Array(UInt64)})))
  AND source IN {sources:Array(String)} AND complaint_id IN {ids:Array(String)}
GROUP BY source, complaint_id
