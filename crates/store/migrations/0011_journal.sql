-- The journal: append-only, chained by hashes per case, without answers or contact details.
CREATE TABLE journal (
    bucket BIGINT NOT NULL,
    case_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (bucket, case_id, position)
);
