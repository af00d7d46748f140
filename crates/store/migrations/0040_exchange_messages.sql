-- Messages that carry interagency requests, written before they are sent. The bucket is the last
-- byte of the message id, which is that of the request.
CREATE TABLE exchange_messages (
    bucket BIGINT NOT NULL,
    message_id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    source TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    stage TEXT NOT NULL,
    stage_at BIGINT NOT NULL,
    words TEXT,
    PRIMARY KEY (bucket, message_id)
);
CREATE INDEX exchange_messages_request ON exchange_messages (bucket, request_id);
CREATE INDEX exchange_messages_open ON exchange_messages (made_at) WHERE stage IN ('made', 'sent', 'underway');
