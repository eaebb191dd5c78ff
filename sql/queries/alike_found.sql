-- Purpose: complaints that share a key with those of a batch, of the months around it: of each key the newest few, which are in one group with
-- whatever shares it besides. Those that were taken out are among them.
-- Parameter batch: number of the batch in alike_asks
-- Parameter from: first month, year×100+month
-- Parameter to: last month
-- Parameter version: of the signatures
-- Parameter of_key: complaints of each key at most
-- Rows: one per complaint and month
SELECT month, source, complaint_id, newest.1, newest.2, newest.3, newest.4, newest.5, newest.6, newest.7, newest.8, newest.9, newest.10, newest.11, newest.12
FROM (
    SELECT month, source, complaint_id,
           argMax((content, complaint, received_at, customer, product, place, topic, text_hash, shingles, matter, wording, event, version), revision) AS newest
    FROM alike
    WHERE month BETWEEN {from:UInt32} AND {to:UInt32} AND (month, source, complaint_id) GLOBAL IN (
        SELECT month, source, complaint_id
        FROM alike_keys
        WHERE month BETWEEN {from:UInt32} AND {to:UInt32} AND key GLOBAL IN (SELECT key FROM alike_asks WHERE batch = {batch:UInt64})
        ORDER BY key, month DESC, source, complaint_id
        LIMIT {of_key:UInt32} BY key
    )
    GROUP BY month, source, complaint_id
)
WHERE newest.13 = {version:UInt16}
