-- The marks of a rating one by one, for the means of a body: written anew with every change.
CREATE TABLE rating_marks (
    bucket BIGINT NOT NULL,
    rating_id TEXT NOT NULL,
    criterion TEXT NOT NULL,
    mark BIGINT NOT NULL,
    authority TEXT NOT NULL,
    service TEXT NOT NULL,
    procedure TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (bucket, rating_id, criterion)
);
CREATE INDEX rating_marks_authority ON rating_marks (authority, day);
