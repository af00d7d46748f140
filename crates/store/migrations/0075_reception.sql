-- Reception by appointment. Schedules and days are written with the revision they were read with;
-- who books a slot proves that the day has not changed (`bookings` grows) and that nobody has the
-- slot: the key of slot_claims is what gives one slot one winner. All in the bucket of the line.
CREATE TABLE schedules (
    bucket BIGINT NOT NULL,
    line TEXT NOT NULL,
    revision BIGINT NOT NULL,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, line)
);
CREATE TABLE schedule_days (
    bucket BIGINT NOT NULL,
    line TEXT NOT NULL,
    day TEXT NOT NULL,
    revision BIGINT NOT NULL,
    bookings BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    taken_electronic BIGINT NOT NULL,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, line, day)
);
-- Who changed a schedule or a day, and what became of the share.
CREATE TABLE schedule_changes (
    bucket BIGINT NOT NULL,
    line TEXT NOT NULL,
    at BIGINT NOT NULL,
    id TEXT NOT NULL,
    official_id TEXT NOT NULL,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, line, at, id)
);
CREATE TABLE appointments (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    line TEXT NOT NULL,
    day TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    stage TEXT NOT NULL,
    revision BIGINT NOT NULL,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX appointments_day ON appointments (bucket, line, day, starts_at, id);
CREATE TABLE slot_claims (
    bucket BIGINT NOT NULL,
    line TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    day TEXT NOT NULL,
    appointment_id TEXT NOT NULL,
    electronic BIGINT NOT NULL,
    booked_by TEXT NOT NULL,
    held_until BIGINT,
    PRIMARY KEY (bucket, line, starts_at)
);
CREATE INDEX slot_claims_held ON slot_claims (held_until) WHERE held_until IS NOT NULL;
-- In the bucket of the person: the list of the account. An appointment still to come has one of
-- the seats the region lets a person have; the key of a seat is what makes the limit hold.
CREATE TABLE person_appointments (
    bucket BIGINT NOT NULL,
    person_id TEXT NOT NULL,
    appointment_id TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    seat BIGINT,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, person_id, appointment_id)
);
CREATE UNIQUE INDEX person_appointments_seat ON person_appointments (bucket, person_id, seat);
CREATE INDEX person_appointments_time ON person_appointments (bucket, person_id, starts_at, appointment_id);
-- Who would come earlier if a slot became free.
CREATE TABLE earlier_wishes (
    bucket BIGINT NOT NULL,
    line TEXT NOT NULL,
    wished_at BIGINT NOT NULL,
    appointment_id TEXT NOT NULL,
    PRIMARY KEY (bucket, line, wished_at, appointment_id)
);
CREATE UNIQUE INDEX earlier_wishes_one ON earlier_wishes (bucket, appointment_id);
