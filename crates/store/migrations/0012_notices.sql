-- Notices in the accounts of persons. Body: the whole notice.
CREATE TABLE notices (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    number TEXT NOT NULL,
    service_title TEXT NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    latest BIGINT NOT NULL,
    read_at BIGINT,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX notices_person ON notices (bucket, person_id, at, id);
CREATE INDEX notices_case ON notices (bucket, case_id, at);
