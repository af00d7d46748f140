-- Uploads, finished or under way; the bytes lie in the object store under their hash.
CREATE TABLE attachments (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    draft_id TEXT NOT NULL,
    case_id TEXT,
    field TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT,
    size BIGINT NOT NULL,
    uploaded BIGINT NOT NULL,
    sha256 TEXT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX attachments_draft ON attachments (bucket, draft_id);
CREATE INDEX attachments_sha256 ON attachments (bucket, sha256);
CREATE INDEX attachments_unfinished ON attachments (created_at) WHERE finished_at IS NULL;
