-- What each centre or notary made, so that they can revoke it.
CREATE TABLE duplicates_made (
    bucket BIGINT NOT NULL,
    maker TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    duplicate_id TEXT NOT NULL,
    PRIMARY KEY (bucket, maker, duplicate_id)
);
CREATE INDEX duplicates_made_at ON duplicates_made (bucket, maker, made_at);
