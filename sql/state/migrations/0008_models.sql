-- Models that were learnt from this installation's labels. header is JSON, content the model file in base64, so that one text serves both
-- databases. used_at is when a model was last put to use, 0 for never; the one in use is in the setting model_in_use.
CREATE TABLE IF NOT EXISTS models (
    number  BIGINT PRIMARY KEY,
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    header  TEXT NOT NULL,
    content TEXT NOT NULL,
    used_at BIGINT NOT NULL
);
