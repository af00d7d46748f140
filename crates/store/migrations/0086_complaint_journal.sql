-- What happened to each complaint, append-only and chained like the journal of a case.
CREATE TABLE complaint_journal (
    bucket BIGINT NOT NULL,
    complaint_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    body TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (bucket, complaint_id, position)
);
