-- Pieces asked for under a limit per applicant: one row per slot, so that two applications at the
-- same moment cannot both have the last one. until_at is when the slot is free again.
CREATE TABLE limit_claims (
    bucket BIGINT NOT NULL,
    limit_key TEXT NOT NULL,
    slot BIGINT NOT NULL,
    case_id TEXT NOT NULL,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (bucket, limit_key, slot)
);
