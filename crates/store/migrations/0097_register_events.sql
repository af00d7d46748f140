-- Events that registers told of, each once: the key is the register and its own id of the event. The
-- body is emptied when everything that follows from it is done. The bucket follows from the key.
CREATE TABLE register_events (
    bucket BIGINT NOT NULL,
    event_key TEXT NOT NULL,
    state TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, event_key)
);
