-- What this database was last brought up to date with: a few named words.
CREATE TABLE marks (
    name TEXT NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (name)
);
