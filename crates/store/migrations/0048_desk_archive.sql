-- Closed cases as the desk finds them again: by name and by day. Keyed by authority as the queue
-- is, because the cases themselves lie in the buckets of their applicants. Cases closed before
-- this table are found by number.
CREATE TABLE desk_archive (
    authority TEXT NOT NULL,
    case_id TEXT NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    service TEXT NOT NULL,
    state TEXT NOT NULL,
    applicant_name TEXT NOT NULL,
    applicant_key TEXT COLLATE "C" NOT NULL,
    filed_at BIGINT NOT NULL,
    closed_at BIGINT NOT NULL,
    PRIMARY KEY (authority, case_id)
);
CREATE INDEX desk_archive_name ON desk_archive (authority, applicant_key, closed_at, case_id);
CREATE INDEX desk_archive_day ON desk_archive (authority, closed_at, case_id);
