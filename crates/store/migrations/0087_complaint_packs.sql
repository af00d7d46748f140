-- What the journal of the case showed at the moment of the complaint: written once with it.
CREATE TABLE complaint_packs (
    bucket BIGINT NOT NULL,
    complaint_id TEXT NOT NULL,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, complaint_id)
);
