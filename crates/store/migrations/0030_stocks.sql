-- Stocks of limited resources: how many pieces there are of one key, and how many are taken.
-- Keyed by the bucket of the key, so that all rounds of one key lie together.
CREATE TABLE stocks (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    authority TEXT NOT NULL,
    service TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    round BIGINT NOT NULL,
    phase TEXT NOT NULL,
    revision BIGINT NOT NULL,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE UNIQUE INDEX stocks_key ON stocks (bucket, key_hash, round);
