-- Purpose: copies of the complaints of a month with all that was read from them and became of them, to measure at sizes that would take
-- hours to receive. Copy k of a complaint has '~k' behind its number and lies some days before or after it in the same month, with its
-- steps, so that copies of a text do not stand side by side. Places in Kafka stay those of the complaint, so that what is behind the
-- watermarks stays there. Some copies say a phrase more, which stands in nothing else. Copies are not copied again. As REPLACE writes over
-- columns, whatever columns the tables have, they are copied.
-- Parameter month: year×100+month
-- Parameter first: number of the first copy, from 1
-- Parameter copies: how many of each complaint
-- Parameter phrases: what some copies say more
-- Parameter each: for each phrase, one of how many copies says it
-- Rows: none
{{define "numbered" -}}
(
    SELECT t.*, toString(n.k) AS k, concat(t.complaint_id, '~', leftPad(k, 3, '0')) AS id
{{- end}}
{{define "moved" -}}
{{template "numbered"}}, toInt64(n.k * 61200 % 864000) AS far,
           if(toYYYYMM({{.}} + toIntervalSecond(far), 'Asia/Shanghai') = {month:UInt32}, far, -far) AS d
{{- end}}
{{define "times" -}}
CROSS JOIN (SELECT number + {first:UInt32} AS k FROM numbers({copies:UInt32})) AS n
{{- end}}
{{define "said" -}}
arrayStringConcat(arrayFilter((p, n) -> cityHash64(id, p) % n = 0, {phrases:Array(String)}, {each:Array(UInt32)}))
{{- end}}
{{define "those" -}}
WHERE month = {month:UInt32} AND position(complaint_id, '~') = 0
{{- end}}
{{define "beside"}}k, id, far, d{{end}}
INSERT INTO complaints
SELECT * EXCEPT ({{template "beside"}}) REPLACE (id AS complaint_id, cityHash64(content, k) AS content, received_at + toIntervalSecond(d) AS received_at,
       concat(text, {{template "said"}}) AS text, if(customer = 0, 0, cityHash64(customer, k)) AS customer)
FROM {{template "moved" "t.received_at"}}
    FROM complaints AS t {{template "times"}} {{template "those"}});

INSERT INTO texts
SELECT * EXCEPT ({{template "beside"}}) REPLACE (id AS complaint_id, cityHash64(content, k) AS content, received_at + toIntervalSecond(d) AS received_at,
       concat(folded, {{template "said"}}) AS folded)
FROM {{template "moved" "t.received_at"}}
    FROM texts AS t {{template "times"}} {{template "those"}});

INSERT INTO insights
SELECT * EXCEPT (k, id) REPLACE (id AS complaint_id, cityHash64(content, k) AS content,
       if(text_hash = 0, 0, cityHash64(text_hash, k)) AS text_hash)
FROM {{template "numbered"}}
    FROM insights AS t {{template "times"}} {{template "those"}});

INSERT INTO heads
SELECT * EXCEPT (k, id) REPLACE (id AS complaint_id, cityHash64(content, k) AS content)
FROM {{template "numbered"}}
    FROM heads AS t {{template "times"}} {{template "those"}});

INSERT INTO moved
SELECT * EXCEPT (k, id) REPLACE (id AS complaint_id)
FROM {{template "numbered"}}
    FROM moved AS t {{template "times"}} {{template "those"}});

INSERT INTO alike_marks
SELECT * EXCEPT (k, id) REPLACE (id AS complaint_id, if(matter = 0, 0, cityHash64(matter, k)) AS matter,
       if(mass = 0, 0, cityHash64(mass, k)) AS mass, if(template = 0, 0, cityHash64(template, k)) AS template)
FROM {{template "numbered"}}
    FROM alike_marks AS t {{template "times"}} {{template "those"}});

INSERT INTO events
SELECT * EXCEPT ({{template "beside"}}) REPLACE (id AS complaint_id, at + toIntervalSecond(d) AS at)
FROM {{template "moved" "w.received"}}
    FROM events AS t
    INNER JOIN (SELECT source AS of, complaint_id AS number, max(received_at) AS received FROM complaints {{template "those"}} GROUP BY of, number) AS w
        ON w.of = t.source AND w.number = t.complaint_id -- a name that both sides had would be none of the columns of t
    {{template "times"}});

INSERT INTO facts
SELECT * EXCEPT ({{template "beside"}}) REPLACE (id AS complaint_id, cityHash64(content, k) AS content, received_at + toIntervalSecond(d) AS received_at,
       toDate(received_at + toIntervalSecond(d), 'Asia/Shanghai') AS day, if(customer = 0, 0, cityHash64(customer, k)) AS customer,
       if(text_hash = 0, 0, cityHash64(text_hash, k)) AS text_hash, if(matter = 0, 0, cityHash64(matter, k)) AS matter,
       if(mass = 0, 0, cityHash64(mass, k)) AS mass, if(template = 0, 0, cityHash64(template, k)) AS template,
       accepted_at + toIntervalSecond(d) AS accepted_at, first_response_at + toIntervalSecond(d) AS first_response_at,
       resolved_at + toIntervalSecond(d) AS resolved_at, closed_at + toIntervalSecond(d) AS closed_at, followed_up_at + toIntervalSecond(d) AS followed_up_at)
FROM {{template "moved" "t.received_at"}}
    FROM facts AS t {{template "times"}} {{template "those"}})
