//! Appointments, in their line and in their person's list; which application holds one; who would
//! come earlier.

use domain::id::{AppointmentId, DraftId, PersonId};
use domain::reception::{Application, Appointment, LineId};
use jiff::Timestamp;
use jiff::civil::Date;

use super::BODY;
use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, Value, args, json};

const INSERT: Statement = Statement::new(
    "reception.insert",
    "insert into appointments (bucket, id, line, day, starts_at, stage, revision, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
);

const INSERT_OWN: Statement = Statement::new(
    "reception.insert_own",
    "insert into person_appointments (bucket, person_id, appointment_id, starts_at, seat, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7)",
);

/// Where a batch stops when the seat was taken meanwhile.
pub const SEATED: &str = INSERT_OWN.name;

fn row(appointment: &Appointment) -> Vec<Value> {
    args![
        appointment.id.bucket(),
        &appointment.id,
        appointment.line.to_string(),
        appointment.date.to_string(),
        appointment.start,
        appointment.stage.name(),
        appointment.revision,
        BODY,
        json(appointment),
    ]
}

/// A new appointment; `seat` is the one of its person's that it has.
pub fn insert(appointment: &Appointment, seat: Option<i64>) -> Vec<Write> {
    let own = appointment.person.as_ref().map(|person| {
        let row = args![person.bucket(), person, &appointment.id, appointment.start, seat, BODY, json(appointment)];
        Write::one(INSERT_OWN, row)
    });
    std::iter::once(Write::one(INSERT, row(appointment))).chain(own).collect()
}

const UPDATE: Statement = Statement::new(
    "reception.update",
    "update appointments set line = $3, day = $4, starts_at = $5, stage = $6, revision = $7, body_version = $8, body = $9
     where bucket = $1 and id = $2 and revision = $10",
);

const UPDATE_OWN: Statement = Statement::new(
    "reception.update_own",
    "update person_appointments set starts_at = $4, body_version = $5, body = $6
     where bucket = $1 and person_id = $2 and appointment_id = $3",
);

const LEAVE_SEAT: Statement = Statement::new(
    "reception.leave_seat",
    "update person_appointments set seat = null
     where bucket = $1 and person_id = $2 and appointment_id = $3",
);

/// The seat of an appointment is free for another.
pub fn leave_seat(person: &PersonId, appointment: &AppointmentId) -> Write {
    Write::one(LEAVE_SEAT, args![person.bucket(), person, appointment])
}

/// A changed appointment; a conflict when it changed since it was read. One that is over gives its
/// seat back.
pub fn change(appointment: &Appointment, read: i64) -> Vec<Write> {
    let mut changed = row(appointment);
    changed.push(read.into());
    let mut writes = vec![Write::one(UPDATE, changed)];
    if let Some(person) = &appointment.person {
        let row = args![person.bucket(), person, &appointment.id, appointment.start, BODY, json(appointment)];
        writes.push(Write::one(UPDATE_OWN, row));
        if !appointment.stage.is_ahead() {
            writes.push(leave_seat(person, &appointment.id));
        }
    }
    writes
}

fn appointment(mut row: Row) -> Result<Appointment, StoreError> {
    row.body(BODY)
}

const BY_ID: Statement =
    Statement::new("reception.by_id", "select body_version, body from appointments where bucket = $1 and id = $2");

/// An appointment.
pub async fn by_id(db: &Db, id: &AppointmentId) -> Result<Option<Appointment>, StoreError> {
    db.one(BY_ID, args![id.bucket(), id], appointment).await
}

const OF_DAY: Statement = Statement::new(
    "reception.of_day",
    "select body_version, body from appointments
     where bucket = $1 and line = $2 and day = $3 order by starts_at, id",
);

/// Appointments of a day, cancelled ones too, in order.
pub async fn of_day(db: &Db, line: &LineId, date: Date) -> Result<Vec<Appointment>, StoreError> {
    db.all(OF_DAY, args![line.bucket(), line.to_string(), date.to_string()], appointment).await
}

const OF_PERSON: Statement = Statement::new(
    "reception.of_person",
    "select body_version, body from person_appointments
     where bucket = $1 and person_id = $2 and (starts_at, appointment_id) < ($3, $4)
     order by starts_at desc, appointment_id desc limit $5",
);

/// A person's appointments, the last first; `before` is the last of the page before.
pub async fn of_person(
    db: &Db,
    person: &PersonId,
    before: Option<&Appointment>,
    limit: i64,
) -> Result<Vec<Appointment>, StoreError> {
    let (at, id) = before.map_or((i64::MAX, ""), |one| (one.start.as_millisecond(), one.id.as_str()));
    db.all(OF_PERSON, args![person.bucket(), person, at, id, limit], appointment).await
}

const SEATS: Statement = Statement::new(
    "reception.seats",
    "select seat, starts_at, appointment_id from person_appointments
     where bucket = $1 and person_id = $2 and seat is not null order by seat",
);

/// A seat that is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Which.
    pub seat: i64,
    /// When the appointment begins.
    pub start: Timestamp,
    /// The appointment.
    pub appointment: AppointmentId,
}

/// The seats of a person that are taken.
pub async fn seats(db: &Db, person: &PersonId) -> Result<Vec<Seat>, StoreError> {
    db.all(SEATS, args![person.bucket(), person], |mut row| {
        let (seat, start) = (row.int("seat")?, row.at("starts_at")?);
        Ok(Seat { seat, start, appointment: AppointmentId(row.text("appointment_id")?) })
    })
    .await
}

const ATTACH: Statement = Statement::new(
    "reception.attach",
    "insert into draft_bookings (bucket, draft_id, booking, appointment_id) values ($1, $2, $3, $4)",
);

const REATTACH: Statement = Statement::new(
    "reception.reattach",
    "update draft_bookings set appointment_id = $4
     where bucket = $1 and draft_id = $2 and booking = $3 and appointment_id = $5",
);

/// A draft has chosen this appointment for a booking; a conflict when another window of its person
/// has chosen since `before` was read.
pub fn attach(application: &Application, appointment: &AppointmentId, before: Option<&AppointmentId>) -> Write {
    let Application { draft, booking, .. } = application;
    match before {
        None => Write::one(ATTACH, args![draft.bucket(), draft, booking, appointment]),
        Some(before) => Write::one(REATTACH, args![draft.bucket(), draft, booking, appointment, before]),
    }
}

const DETACH: Statement =
    Statement::new("reception.detach", "delete from draft_bookings where bucket = $1 and draft_id = $2");

/// A draft is erased with what it chose.
pub fn detach(draft: &DraftId) -> Write {
    Write::any(DETACH, args![draft.bucket(), draft])
}

const OF_DRAFT: Statement = Statement::new(
    "reception.of_draft",
    "select appointment_id from draft_bookings where bucket = $1 and draft_id = $2 order by booking",
);

/// What a draft, or the case it became, has chosen last for each of its bookings, kept or not.
pub async fn of_draft(db: &Db, draft: &DraftId) -> Result<Vec<Appointment>, StoreError> {
    let ids = db.all(OF_DRAFT, args![draft.bucket(), draft], |mut row| row.text("appointment_id")).await?;
    let mut found = Vec::new();
    for id in ids {
        found.extend(by_id(db, &AppointmentId(id)).await?);
    }
    Ok(found)
}

const WISH: Statement = Statement::new(
    "reception.wish_earlier",
    "insert into earlier_wishes (bucket, line, wished_at, appointment_id) values ($1, $2, $3, $4)",
);

/// Somebody would come earlier.
pub fn wish_earlier(appointment: &Appointment, now: Timestamp) -> Write {
    let line = &appointment.line;
    Write::one(WISH, args![line.bucket(), line.to_string(), now, &appointment.id])
}

const UNWISH: Statement =
    Statement::new("reception.unwish", "delete from earlier_wishes where bucket = $1 and appointment_id = $2");

/// They would not any more.
pub fn unwish(appointment: &Appointment) -> Write {
    Write::any(UNWISH, args![appointment.line.bucket(), &appointment.id])
}

const WISHES: Statement = Statement::new(
    "reception.wishes",
    "select appointment_id from earlier_wishes
     where bucket = $1 and line = $2 order by wished_at, appointment_id limit $3",
);

/// Who would come earlier, the first to ask first.
pub async fn wishes(db: &Db, line: &LineId, limit: i64) -> Result<Vec<AppointmentId>, StoreError> {
    db.all(WISHES, args![line.bucket(), line.to_string(), limit], |mut row| {
        row.text("appointment_id").map(AppointmentId)
    })
    .await
}

const WISHES_ONE: Statement = Statement::new(
    "reception.wishes_one",
    "select appointment_id from earlier_wishes where bucket = $1 and appointment_id = $2",
);

/// Would this one?
pub async fn wishes_earlier(db: &Db, id: &AppointmentId) -> Result<bool, StoreError> {
    Ok(db.one(WISHES_ONE, args![id.bucket(), id], |mut row| row.text("appointment_id")).await?.is_some())
}

/// All statements of this module.
pub(crate) const ALL: &[Statement] = &[
    INSERT, INSERT_OWN, DETACH, UPDATE, UPDATE_OWN, LEAVE_SEAT, BY_ID, OF_DAY, OF_PERSON, SEATS, ATTACH, REATTACH,
    OF_DRAFT, WISH, UNWISH, WISHES, WISHES_ONE,
];
