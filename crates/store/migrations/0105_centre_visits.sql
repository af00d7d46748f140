-- Visitors served at windows of service centres, in the bucket of their operator. Body: the whole visit.
CREATE TABLE centre_visits (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    official TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX centre_visits_official ON centre_visits (bucket, official, begun_at);
