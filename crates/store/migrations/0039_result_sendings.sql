-- Results sent on to other authorities, with their receipts. Body: the whole sending.
CREATE TABLE result_sendings (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    result_id TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX result_sendings_result ON result_sendings (bucket, result_id, asked_at);
