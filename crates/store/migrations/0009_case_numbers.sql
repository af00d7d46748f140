-- Claim table: a public number belongs to one case, in whatever bucket.
CREATE TABLE case_numbers (
    number TEXT COLLATE "C" PRIMARY KEY,
    case_id TEXT NOT NULL
);
