-- Which appointment an application has chosen for each booking of its regulation. In the bucket of
-- the person; the case is found by its draft. One that lapsed stays, so that the draft can say so.
CREATE TABLE draft_bookings (
    bucket BIGINT NOT NULL,
    draft_id TEXT NOT NULL,
    booking TEXT NOT NULL,
    appointment_id TEXT NOT NULL,
    PRIMARY KEY (bucket, draft_id, booking)
);
