-- What the officials of an authority have before them. Closed cases leave it, so it does not
-- grow with the years.
CREATE TABLE desk_queue (
    authority TEXT NOT NULL,
    case_id TEXT NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    service TEXT NOT NULL,
    state TEXT NOT NULL,
    state_group TEXT NOT NULL,
    applicant_name TEXT NOT NULL,
    applicant_key TEXT COLLATE "C" NOT NULL,
    filed_at BIGINT NOT NULL,
    registered_at BIGINT,
    due_at BIGINT,
    sort_at BIGINT NOT NULL,
    assignee_id TEXT,
    needs_person TEXT,
    PRIMARY KEY (authority, case_id)
);
CREATE INDEX desk_queue_term ON desk_queue (authority, sort_at, case_id);
CREATE INDEX desk_queue_applicant ON desk_queue (authority, applicant_key, case_id);
CREATE INDEX desk_queue_number ON desk_queue (authority, number);
