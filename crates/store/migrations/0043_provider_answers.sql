-- Questions of other authorities to the result register and what was answered: the log of who
-- read what and what for. Body: the answer, until it was sent.
CREATE TABLE provider_answers (
    bucket BIGINT NOT NULL,
    message_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    service TEXT NOT NULL,
    purpose TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    results TEXT NOT NULL,
    body TEXT NOT NULL,
    sent_at BIGINT,
    PRIMARY KEY (bucket, message_id)
);
CREATE INDEX provider_answers_unsent ON provider_answers (asked_at) WHERE sent_at IS NULL;
CREATE INDEX provider_answers_log ON provider_answers (asked_at, message_id);
