-- What else a policy and the steps say of a complaint. response is how its clock of the first response stands (met, late, open or empty), so
-- that 及时响应率 reads two small columns. pass_*: to which departments it was handed, since when, until when and after how many seconds they
-- answered, and what the centre thought of the answer (1 to 5, 0 untold). solved: spot, later, or empty while it is not.
ALTER TABLE {{table "judged"}}
    ADD COLUMN IF NOT EXISTS response LowCardinality(String) AFTER due,
    ADD COLUMN IF NOT EXISTS response_due DateTime64(3, 'Asia/Shanghai') AFTER response,
    ADD COLUMN IF NOT EXISTS pass_from Array(LowCardinality(String)) AFTER response_due,
    ADD COLUMN IF NOT EXISTS pass_to Array(LowCardinality(String)) AFTER pass_from,
    ADD COLUMN IF NOT EXISTS pass_at Array(DateTime64(3, 'Asia/Shanghai')) AFTER pass_to,
    ADD COLUMN IF NOT EXISTS pass_states Array(LowCardinality(String)) AFTER pass_at,
    ADD COLUMN IF NOT EXISTS pass_due Array(DateTime64(3, 'Asia/Shanghai')) AFTER pass_states,
    ADD COLUMN IF NOT EXISTS pass_took Array(UInt32) AFTER pass_due,
    ADD COLUMN IF NOT EXISTS pass_scores Array(UInt8) AFTER pass_took,
    ADD COLUMN IF NOT EXISTS solved LowCardinality(String) AFTER pass_scores,
    ADD COLUMN IF NOT EXISTS granted UInt16 AFTER solved,
    ADD COLUMN IF NOT EXISTS granted_fen Int64 AFTER granted,
    ADD COLUMN IF NOT EXISTS granted_after UInt8 AFTER granted_fen,
    ADD COLUMN IF NOT EXISTS reopened UInt16 AFTER granted_after,
    ADD COLUMN IF NOT EXISTS escalated UInt16 AFTER reopened,
    ADD COLUMN IF NOT EXISTS unfinished UInt8 AFTER escalated;
{{if ne (local "judged") "judged"}}ALTER TABLE judged{{onCluster}}
    ADD COLUMN IF NOT EXISTS response LowCardinality(String) AFTER due,
    ADD COLUMN IF NOT EXISTS response_due DateTime64(3, 'Asia/Shanghai') AFTER response,
    ADD COLUMN IF NOT EXISTS pass_from Array(LowCardinality(String)) AFTER response_due,
    ADD COLUMN IF NOT EXISTS pass_to Array(LowCardinality(String)) AFTER pass_from,
    ADD COLUMN IF NOT EXISTS pass_at Array(DateTime64(3, 'Asia/Shanghai')) AFTER pass_to,
    ADD COLUMN IF NOT EXISTS pass_states Array(LowCardinality(String)) AFTER pass_at,
    ADD COLUMN IF NOT EXISTS pass_due Array(DateTime64(3, 'Asia/Shanghai')) AFTER pass_states,
    ADD COLUMN IF NOT EXISTS pass_took Array(UInt32) AFTER pass_due,
    ADD COLUMN IF NOT EXISTS pass_scores Array(UInt8) AFTER pass_took,
    ADD COLUMN IF NOT EXISTS solved LowCardinality(String) AFTER pass_scores,
    ADD COLUMN IF NOT EXISTS granted UInt16 AFTER solved,
    ADD COLUMN IF NOT EXISTS granted_fen Int64 AFTER granted,
    ADD COLUMN IF NOT EXISTS granted_after UInt8 AFTER granted_fen,
    ADD COLUMN IF NOT EXISTS reopened UInt16 AFTER granted_after,
    ADD COLUMN IF NOT EXISTS escalated UInt16 AFTER reopened,
    ADD COLUMN IF NOT EXISTS unfinished UInt8 AFTER escalated;{{end}}

-- What was judged of a month when it was sealed, of the form of judged, so that a month comes over by REPLACE PARTITION: whatever changes
-- judged changes this table in the same migration.
CREATE TABLE IF NOT EXISTS {{table "judged_sealed"}} AS {{local "judged"}} ENGINE = {{engine "MergeTree"}}
PARTITION BY month
ORDER BY (department, handler, source, complaint_id);
{{distributed "judged_sealed" "cityHash64(source, complaint_id)"}}
