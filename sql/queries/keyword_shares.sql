-- Purpose: how often telling words stand in complaints of a label, and in all, over some months.
-- Parameter months: year×100+month each
-- Parameter words: the words
-- Parameter code: of the label
-- Rows: one per word that is a keyword somewhere
SELECT word, uniqIf(complaint, said) AS n, uniq(complaint) AS total
FROM (
    SELECT arrayJoin(keywords) AS word, sipHash64(source, complaint_id) AS complaint, topic = {code:String} OR topic_why = {code:String} OR topic_where = {code:String} AS said
    FROM insights
    WHERE month IN {months:Array(UInt32)} AND hasAny(keywords, {words:Array(String)})
)
WHERE word IN {words:Array(String)}
GROUP BY word
