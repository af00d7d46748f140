-- Numbers given out: one row per authority, kind of number and year.
CREATE TABLE counters (
    authority TEXT NOT NULL,
    what TEXT NOT NULL,
    year BIGINT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (authority, what, year)
);
