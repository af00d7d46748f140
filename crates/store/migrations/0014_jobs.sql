-- The outbox. A lease moves due_at to its end, so a lease that ran out is a job that is due.
CREATE TABLE jobs (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    work TEXT NOT NULL,
    state TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    lease TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    problem TEXT,
    ended_at BIGINT,
    PRIMARY KEY (bucket, id)
);
CREATE UNIQUE INDEX jobs_key ON jobs (bucket, key);
CREATE INDEX jobs_due ON jobs (due_at) WHERE state = 'open';
CREATE INDEX jobs_parked ON jobs (id) WHERE state = 'parked';
CREATE INDEX jobs_ended ON jobs (ended_at) WHERE state = 'done';
