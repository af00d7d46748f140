-- The secret that a lottery was bound to, and the protocol of a distribution.
CREATE TABLE draws (
    bucket BIGINT NOT NULL,
    stock_id TEXT NOT NULL,
    secret TEXT NOT NULL,
    protocol TEXT,
    PRIMARY KEY (bucket, stock_id)
);
