-- How often each service was applied for, by the day that begins at `day` in the region's zone: a
-- day that is over is counted once, along the index, so that a ranking never counts old cases again.
CREATE INDEX cases_filed ON cases (filed_at, service);
CREATE TABLE filed_counts (
    day BIGINT NOT NULL,
    service TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (day, service)
);
