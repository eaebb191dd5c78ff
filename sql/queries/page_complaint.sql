-- Purpose: one telling of one complaint, whole.
-- Parameter source: its source
-- Parameter id: its number
-- Parameter version: the version
-- Parameter content: the content
-- Rows: one, none when there is no such telling
SELECT received_at, sender_kind, channel, subject, text, customer, customer_id, customer_name, customer_phone, customer_tier, customer_segment,
       product_line, product, model, batch, province, city, district, department, handler, grade, level, category, demand, amount_fen, attributes
FROM complaints
WHERE source = {source:String} AND complaint_id = {id:String} AND version = {version:UInt32} AND content = {content:UInt64}
LIMIT 1
