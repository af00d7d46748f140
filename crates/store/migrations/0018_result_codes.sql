-- Claim table: a check code leads to one result, in whatever bucket.
CREATE TABLE result_codes (
    check_code TEXT PRIMARY KEY,
    result_id TEXT NOT NULL
);
