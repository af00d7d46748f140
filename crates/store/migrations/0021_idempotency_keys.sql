-- Commands already done, so that asking twice does once.
CREATE TABLE idempotency_keys (
    bucket BIGINT NOT NULL,
    key TEXT NOT NULL,
    outcome TEXT NOT NULL,
    number BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (bucket, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);
