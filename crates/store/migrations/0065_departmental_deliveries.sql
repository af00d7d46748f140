-- Cases served in a departmental system: how far each is on its way there, and the receipt. The
-- bucket is that of the case.
CREATE TABLE departmental_deliveries (
    bucket BIGINT NOT NULL,
    case_id TEXT NOT NULL,
    system TEXT NOT NULL,
    number TEXT NOT NULL,
    wanted_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    problem TEXT,
    receipt TEXT,
    received_at BIGINT,
    result TEXT,
    ended_at BIGINT,
    PRIMARY KEY (bucket, case_id)
);
CREATE INDEX departmental_deliveries_waiting ON departmental_deliveries (system, wanted_at)
    WHERE received_at IS NULL AND ended_at IS NULL;
CREATE INDEX departmental_deliveries_open ON departmental_deliveries (system, case_id)
    WHERE received_at IS NOT NULL AND ended_at IS NULL;
