-- Moments at which an entry changes by itself: its validity ends, it leaves the account.
CREATE TABLE result_terms (
    bucket BIGINT NOT NULL,
    result_id TEXT NOT NULL,
    what TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    done_at BIGINT,
    PRIMARY KEY (bucket, result_id, what)
);
CREATE INDEX result_terms_due ON result_terms (due_at) WHERE done_at IS NULL;
