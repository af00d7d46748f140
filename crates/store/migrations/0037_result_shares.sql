-- Links by which an owner lets somebody else read an entry. Body: the whole link.
CREATE TABLE result_shares (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    result_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    until BIGINT NOT NULL,
    revoked_at BIGINT,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX result_shares_result ON result_shares (bucket, result_id);
