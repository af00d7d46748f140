-- Complaints out of court. The bucket is the person's. `place` is the list a body's officials read:
-- what is over leaves it, so that no list grows with old complaints. At watch_at it is looked at
-- whether the running term passed. The head of a complaint's journal stands with it.
CREATE TABLE complaints (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    number TEXT NOT NULL,
    person_id TEXT NOT NULL,
    case_id TEXT,
    authority TEXT NOT NULL,
    place TEXT NOT NULL,
    state TEXT NOT NULL,
    revision BIGINT NOT NULL,
    filed_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    watch_at BIGINT,
    journal_length BIGINT NOT NULL,
    journal_head TEXT NOT NULL,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX complaints_person ON complaints (bucket, person_id, filed_at, id);
CREATE INDEX complaints_case ON complaints (bucket, case_id, filed_at);
CREATE INDEX complaints_watch ON complaints (watch_at);
CREATE INDEX complaints_desk ON complaints (authority, place, due_at, id);
