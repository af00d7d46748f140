-- What became of events and offers, by body, service and month: nobody is named.
CREATE TABLE proactive_counts (
    authority TEXT NOT NULL,
    month TEXT NOT NULL,
    service TEXT NOT NULL,
    what TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (authority, month, service, what)
);
