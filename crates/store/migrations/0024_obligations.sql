-- Cases after which something is to be done before their person may apply again, and until when
-- that keeps them from it. One row per case, in the bucket of the case.
CREATE TABLE obligations (
    bucket BIGINT NOT NULL,
    case_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    service TEXT NOT NULL,
    blocks_until BIGINT,
    PRIMARY KEY (bucket, case_id)
);
CREATE INDEX obligations_person ON obligations (bucket, person_id, service);
