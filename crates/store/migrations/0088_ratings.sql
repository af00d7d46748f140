-- Quality ratings that were given; a chance that nobody took is no row. The bucket is the case's.
-- export_at: when it goes to the national system; null once that has it. follow: the follow-up of a
-- low mark, '' without one.
CREATE TABLE ratings (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    authority TEXT NOT NULL,
    service TEXT NOT NULL,
    procedure TEXT NOT NULL,
    day TEXT NOT NULL,
    revision BIGINT NOT NULL,
    given_at BIGINT NOT NULL,
    export_at BIGINT,
    follow TEXT NOT NULL,
    took BIGINT NOT NULL,
    late BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX ratings_case ON ratings (bucket, case_id);
CREATE INDEX ratings_export ON ratings (export_at);
CREATE INDEX ratings_follow ON ratings (authority, follow, given_at, id);
CREATE INDEX ratings_day ON ratings (day, id);
CREATE INDEX ratings_authority ON ratings (authority, day);
