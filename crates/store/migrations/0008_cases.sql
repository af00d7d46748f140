-- Cases, in the bucket of their applicant. The body is the whole case; the columns beside it
-- are what SQL filters by, written in the same statement.
CREATE TABLE cases (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    number TEXT NOT NULL,
    authority TEXT NOT NULL,
    service TEXT NOT NULL,
    version TEXT NOT NULL,
    applicant_id TEXT NOT NULL,
    applicant_name TEXT NOT NULL,
    draft_id TEXT NOT NULL,
    variant TEXT,
    state TEXT NOT NULL,
    revision BIGINT NOT NULL,
    filed_at BIGINT NOT NULL,
    registered_at BIGINT,
    due_at BIGINT,
    assignee_id TEXT,
    closed_at BIGINT,
    needs_person TEXT,
    journal_length BIGINT NOT NULL,
    journal_head TEXT NOT NULL,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE UNIQUE INDEX cases_draft ON cases (bucket, draft_id);
CREATE INDEX cases_applicant ON cases (bucket, applicant_id, filed_at, id);
CREATE INDEX cases_open ON cases (bucket, applicant_id, service, id) WHERE closed_at IS NULL;
