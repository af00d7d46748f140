-- Drafts, sent ones included until their time is up. Body: the whole draft.
CREATE TABLE drafts (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    service TEXT NOT NULL,
    version TEXT NOT NULL,
    step TEXT NOT NULL,
    revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    keep_until BIGINT NOT NULL,
    case_id TEXT,
    deleted_at BIGINT,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX drafts_person ON drafts (bucket, person_id, saved_at);
CREATE INDEX drafts_keep ON drafts (keep_until);
