-- Copies of notices by e-mail and SMS: what became of each. No addresses here.
CREATE TABLE notice_channels (
    bucket BIGINT NOT NULL,
    notice_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    state TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    PRIMARY KEY (bucket, notice_id, channel)
);
CREATE INDEX notice_channels_state ON notice_channels (state, channel);
