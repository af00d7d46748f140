-- Claim table: one ЕСИА account is one person, in whatever bucket.
CREATE TABLE person_oids (
    oid TEXT PRIMARY KEY,
    person_id TEXT NOT NULL
);
