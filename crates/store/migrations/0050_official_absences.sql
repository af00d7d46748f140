-- When an official is away: the rule of assignment passes them over.
CREATE TABLE official_absences (
    official_id TEXT NOT NULL,
    id TEXT NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (official_id, id)
);
