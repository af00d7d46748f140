-- What a person said of services that begin by themselves, one row for every scope they spoke of; the
-- body holds everything said before. The bucket is the person's.
CREATE TABLE consents (
    bucket BIGINT NOT NULL,
    person_id TEXT NOT NULL,
    scope TEXT NOT NULL,
    state TEXT NOT NULL,
    revision BIGINT NOT NULL,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, person_id, scope)
);
