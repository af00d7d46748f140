-- Messages taken out of queues: a second delivery is recognised here. Raw: only of a message that
-- could not be believed, until a person has looked at it.
CREATE TABLE exchange_received (
    bucket BIGINT NOT NULL,
    message_id TEXT NOT NULL,
    queue TEXT NOT NULL,
    original TEXT,
    sender TEXT,
    outcome TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    why TEXT,
    raw BYTEA,
    settled_at BIGINT,
    settled_by TEXT,
    PRIMARY KEY (bucket, message_id)
);
CREATE INDEX exchange_received_unsettled ON exchange_received (received_at)
    WHERE outcome IN ('refused', 'unknown') AND settled_at IS NULL;
