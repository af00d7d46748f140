-- How each outside system fares: a handful of rows.
CREATE TABLE outside_health (
    name TEXT PRIMARY KEY,
    seen_at BIGINT NOT NULL,
    well_at BIGINT,
    failing_since BIGINT,
    problem TEXT
);
-- What administrators did about it: which jobs were let run again, by whom.
CREATE TABLE outside_acts (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    at BIGINT NOT NULL,
    official TEXT NOT NULL,
    system TEXT NOT NULL,
    act TEXT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX outside_acts_newest ON outside_acts (at);
