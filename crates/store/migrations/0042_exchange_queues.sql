-- How each queue of the exchange fares: a handful of rows.
CREATE TABLE exchange_queues (
    name TEXT PRIMARY KEY,
    asked_at BIGINT NOT NULL,
    message_at BIGINT,
    failing_since BIGINT,
    problem TEXT
);
