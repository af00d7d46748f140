-- Breaches of applicants' rights as they are found; one that is still to come stands at its moment
-- and is taken away if it is averted. The bucket is that of the case.
CREATE TABLE breaches (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    number TEXT NOT NULL,
    authority TEXT NOT NULL,
    service TEXT NOT NULL,
    rule TEXT NOT NULL,
    what TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX breaches_case ON breaches (bucket, case_id, at);
CREATE INDEX breaches_all ON breaches (authority, at, id);
CREATE INDEX breaches_rule ON breaches (authority, rule, at, id);
