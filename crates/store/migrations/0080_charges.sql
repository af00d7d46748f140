-- Charges: what a case owes and what came in for it, one for each case. The body is the truth; the
-- columns beside it are what is asked for by name.
CREATE TABLE charges (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    state TEXT NOT NULL,
    revision BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE UNIQUE INDEX charges_case ON charges (bucket, case_id);
