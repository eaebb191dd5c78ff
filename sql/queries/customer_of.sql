-- Purpose: what is known of one customer, .People, with how many of the complaints came before a moment.
-- Parameter people_first: first month over which customers are classed, year×100+month
-- Parameter people_last: last of them
-- Parameter customer: keyed hash of the customer
-- Parameter at: the moment
-- Rows: none, or one: key, complaints, sum in dispute, valued tier, told again, escalated, complaints before the moment
SELECT p.customer, toInt64(p.n), toInt64(p.amount), toUInt8(p.has_tier), toUInt8(p.retold), toUInt8(p.escalated_once),
       (SELECT toInt64(count()) FROM facts WHERE month BETWEEN {people_first:UInt32} AND {people_last:UInt32} AND customer = {customer:UInt64} AND received_at < {at:DateTime64(3, 'Asia/Shanghai')})
FROM ({{.People}}) AS p
