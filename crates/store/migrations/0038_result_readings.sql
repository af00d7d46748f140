-- Who read an entry, for what and by which right: only ever added to. Body: the whole reading.
CREATE TABLE result_readings (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    result_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX result_readings_result ON result_readings (bucket, result_id, at);
CREATE INDEX result_readings_person ON result_readings (bucket, person_id, at);
