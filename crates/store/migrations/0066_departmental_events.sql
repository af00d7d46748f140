-- Events of departmental systems by their id: a second one with the same id is the same event. The
-- bucket is that of the case it is about.
CREATE TABLE departmental_events (
    bucket BIGINT NOT NULL,
    case_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    system TEXT NOT NULL,
    digest TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (bucket, case_id, event_id)
);
