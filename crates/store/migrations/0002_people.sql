-- Persons known from ЕСИА. Body: the whole person.
CREATE TABLE people (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    oid TEXT NOT NULL,
    name TEXT NOT NULL,
    assurance TEXT NOT NULL,
    claims_at BIGINT NOT NULL,
    email TEXT,
    phone TEXT,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, id)
);
