-- Results that are things, as the desk that has them sees them: the authority, and the service
-- centre one is fetched at. The truth stands in the case; body holds what a list shows.
CREATE TABLE handouts (
    bucket BIGINT NOT NULL,
    desk TEXT NOT NULL,
    case_id TEXT NOT NULL,
    output TEXT NOT NULL,
    stage TEXT NOT NULL,
    until_at BIGINT,
    number TEXT NOT NULL,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, desk, case_id, output)
);
CREATE INDEX handouts_stage ON handouts (bucket, desk, stage, case_id);
