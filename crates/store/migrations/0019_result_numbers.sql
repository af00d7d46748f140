-- Claim table: a result number belongs to one result, in whatever bucket.
CREATE TABLE result_numbers (
    number TEXT COLLATE "C" PRIMARY KEY,
    result_id TEXT NOT NULL
);
