-- Purpose: what one complaint was when its month was sealed.
-- Parameter month: year×100+month
-- Parameter source: of the complaint
-- Parameter id: of the complaint
-- Rows: one, none when it was not put away: code of 现象, of 原因, of 环节, each empty for 未分类
SELECT toString(topic), toString(topic_why), toString(topic_where)
FROM sealed
WHERE month = {month:UInt32} AND source = {source:String} AND complaint_id = {id:String}
LIMIT 1
