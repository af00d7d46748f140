-- When the rule of assignment last gave a case to an official: whose turn it is.
CREATE TABLE desk_turns (
    authority TEXT NOT NULL,
    official_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (authority, official_id)
);
