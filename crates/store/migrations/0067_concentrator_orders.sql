-- Orders of ЕПГУ that came through Концентратор услуг: two messages of one order are one case. The
-- bucket is that of the person; the draft is filed, so filing again is the same case.
CREATE TABLE concentrator_orders (
    bucket BIGINT NOT NULL,
    order_number TEXT NOT NULL,
    service TEXT NOT NULL,
    message_id TEXT NOT NULL,
    draft_id TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    told TEXT,
    told_at BIGINT,
    PRIMARY KEY (bucket, order_number)
);
CREATE INDEX concentrator_orders_draft ON concentrator_orders (bucket, draft_id);
