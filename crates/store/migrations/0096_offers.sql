-- Offers of services that are probably due. due_at: when the reminder or the end of the offer comes;
-- null once it is over. The bucket is the person's.
CREATE TABLE offers (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    service TEXT NOT NULL,
    state TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    due_at BIGINT,
    revision BIGINT NOT NULL,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX offers_person ON offers (bucket, person_id, made_at);
CREATE INDEX offers_due ON offers (due_at);
