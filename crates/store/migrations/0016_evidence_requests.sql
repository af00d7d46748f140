-- Interagency requests. Body: the whole request.
CREATE TABLE evidence_requests (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    due_at BIGINT,
    answered_at BIGINT,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX evidence_requests_case ON evidence_requests (bucket, case_id, asked_at);
