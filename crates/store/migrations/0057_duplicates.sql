-- Electronic duplicates of paper documents in the accounts of their owners. Body: the whole one.
CREATE TABLE duplicates (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    revoked_at BIGINT,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX duplicates_person ON duplicates (bucket, person_id, made_at);
