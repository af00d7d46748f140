-- Numbered blanks. A row per number of a stock: the key keeps one number from being received twice,
-- the state from being given to two items. Body: the whole blank.
CREATE TABLE blanks (
    bucket BIGINT NOT NULL,
    authority TEXT NOT NULL,
    kind TEXT NOT NULL,
    serial TEXT COLLATE "C" NOT NULL,
    state TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, authority, kind, serial)
);
CREATE INDEX blanks_state ON blanks (bucket, authority, kind, state, serial);
