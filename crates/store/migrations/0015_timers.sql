-- Due moments computed by the legal clock; never deleted. look_at is when a worker looks next.
CREATE TABLE timers (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    what TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    look_at BIGINT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX timers_case ON timers (bucket, case_id);
CREATE INDEX timers_look ON timers (look_at) WHERE state = 'armed';
