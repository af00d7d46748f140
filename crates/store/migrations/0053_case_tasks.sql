-- Tasks with a term and opinions asked of other bodies and experts.
CREATE TABLE case_tasks (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    authority TEXT NOT NULL,
    kind TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    done_at BIGINT,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX case_tasks_case ON case_tasks (bucket, case_id, due_at, id);
CREATE INDEX case_tasks_due ON case_tasks (authority, due_at, id) WHERE done_at IS NULL;
