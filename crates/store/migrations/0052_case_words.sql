-- What is said beside the course of a case: messages with the applicant and notes of officials.
-- The journal keeps the digest of each.
CREATE TABLE case_words (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    authority TEXT NOT NULL,
    kind TEXT NOT NULL,
    by_applicant BOOLEAN NOT NULL,
    at BIGINT NOT NULL,
    read_at BIGINT,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX case_words_case ON case_words (bucket, case_id, at, id);
CREATE INDEX case_words_unread ON case_words (authority, at, id) WHERE kind = 'message' AND by_applicant AND read_at IS NULL;
