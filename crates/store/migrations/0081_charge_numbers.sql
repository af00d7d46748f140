-- Which charge a УИН is of: payments are matched by it. A claim keyed by the value itself, so the
-- bucket follows from the УИН.
CREATE TABLE charge_numbers (
    bucket BIGINT NOT NULL,
    uin TEXT NOT NULL,
    charge_id TEXT NOT NULL,
    PRIMARY KEY (bucket, uin)
);
