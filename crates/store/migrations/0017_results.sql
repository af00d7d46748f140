-- The result register, append-only: every change of an entry is a further row. Body: the
-- whole entry.
CREATE TABLE results (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    revision BIGINT NOT NULL,
    number TEXT NOT NULL,
    check_code TEXT NOT NULL,
    case_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    authority TEXT NOT NULL,
    service TEXT NOT NULL,
    regulation_version TEXT NOT NULL,
    output TEXT NOT NULL,
    register TEXT,
    state TEXT NOT NULL,
    ground TEXT,
    issued_at BIGINT NOT NULL,
    valid_until BIGINT,
    signer TEXT NOT NULL,
    document TEXT,
    signature TEXT,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, id, revision)
);
CREATE INDEX results_person ON results (bucket, person_id, issued_at);
CREATE INDEX results_case ON results (bucket, case_id);
