-- Who stands in line for a stock; sort_key alone orders the line. A piece is nobody's or one
-- application's: the unique index keeps it from being given twice.
CREATE TABLE queue_entries (
    bucket BIGINT NOT NULL,
    stock_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    number TEXT NOT NULL,
    arrival BIGINT NOT NULL,
    state TEXT NOT NULL,
    sort_key TEXT COLLATE "C" NOT NULL,
    piece BIGINT,
    revision BIGINT NOT NULL,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, stock_id, case_id)
);
CREATE INDEX queue_entries_line ON queue_entries (bucket, stock_id, state, sort_key);
CREATE UNIQUE INDEX queue_entries_number ON queue_entries (bucket, stock_id, number);
CREATE UNIQUE INDEX queue_entries_piece ON queue_entries (bucket, stock_id, piece);
