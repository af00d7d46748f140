//! Slots of a day that somebody has: claimed by their key, counted on their day.

use domain::id::AppointmentId;
use domain::reception::{Appointment, BookedBy, Day, Taken};
use jiff::Timestamp;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Statement, args, word};

const COUNT_DAY: Statement = Statement::new(
    "reception.count_day",
    "update schedule_days set bookings = bookings + 1, taken = taken + $4,
         taken_electronic = taken_electronic + $5
     where bucket = $1 and line = $2 and day = $3 and revision = $6",
);

fn count(day: &Day, start: Timestamp, step: i64) -> Write {
    let kept = day.slots.iter().any(|slot| slot.start == start && slot.electronic);
    let electronic = if kept { step } else { 0 };
    let row = args![day.line.bucket(), day.line.to_string(), day.date.to_string(), step, electronic, day.revision];
    Write::one(COUNT_DAY, row)
}

/// One more slot of the day is taken; a conflict when its slots have changed since it was read.
pub fn take(day: &Day, start: Timestamp) -> Write {
    count(day, start, 1)
}

const UNCLAIM: Statement = Statement::new(
    "reception.unclaim",
    "delete from slot_claims where bucket = $1 and line = $2 and starts_at = $3 and appointment_id = $4",
);

/// An appointment gives its slot back.
pub fn give_back(day: &Day, start: Timestamp, appointment: &AppointmentId) -> Vec<Write> {
    let row = args![day.line.bucket(), day.line.to_string(), start, appointment];
    vec![Write::one(UNCLAIM, row), count(day, start, -1)]
}

const CLAIM: Statement = Statement::new(
    "reception.claim",
    "insert into slot_claims (bucket, line, starts_at, day, appointment_id, electronic, booked_by, held_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8)",
);

/// Where a batch stops when somebody else has the slot.
pub const CLAIMED: &str = CLAIM.name;

/// An appointment claims its slot: for good, or until a moment.
pub fn claim(appointment: &Appointment, held_until: Option<Timestamp>) -> Write {
    let row = args![
        appointment.line.bucket(),
        appointment.line.to_string(),
        appointment.start,
        appointment.date.to_string(),
        &appointment.id,
        i64::from(appointment.electronic),
        word(&appointment.by),
        held_until,
    ];
    Write::one(CLAIM, row)
}

const CONFIRM: Statement = Statement::new(
    "reception.confirm",
    "update slot_claims set held_until = null
     where bucket = $1 and line = $2 and starts_at = $3 and appointment_id = $4",
);

/// What was held is booked.
pub fn confirm(appointment: &Appointment) -> Write {
    let line = &appointment.line;
    Write::one(CONFIRM, args![line.bucket(), line.to_string(), appointment.start, &appointment.id])
}

const CLAIMS: Statement = Statement::new(
    "reception.claims",
    "select starts_at, appointment_id, booked_by, held_until from slot_claims
     where bucket = $1 and line = $2 and starts_at >= $3 and starts_at <= $4 order by starts_at",
);

/// A slot that is taken, and until when if it is only held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Whose, which and how.
    pub taken: Taken,
    /// Until when it is held for somebody who has not confirmed.
    pub held_until: Option<Timestamp>,
}

/// What is taken on a day.
pub async fn claims(db: &Db, day: &Day) -> Result<Vec<Claim>, StoreError> {
    let (Some(first), Some(last)) = (day.slots.first(), day.slots.last()) else { return Ok(Vec::new()) };
    let args = args![day.line.bucket(), day.line.to_string(), first.start, last.start];
    db.all(CLAIMS, args, |mut row| {
        let (start, appointment) = (row.at("starts_at")?, AppointmentId(row.text("appointment_id")?));
        let by: BookedBy = row.word("booked_by")?;
        Ok(Claim { taken: Taken { start, appointment, by }, held_until: row.maybe_at("held_until")? })
    })
    .await
}

const HELD: Statement = Statement::new(
    "reception.held",
    "select appointment_id from slot_claims where held_until <= $1 order by held_until limit $2",
);

/// Appointments that nobody confirmed in time.
pub async fn held_past(db: &Db, now: Timestamp, limit: i64) -> Result<Vec<AppointmentId>, StoreError> {
    db.all(HELD, args![now, limit], |mut row| row.text("appointment_id").map(AppointmentId)).await
}

/// All statements of this module.
pub(crate) const ALL: &[Statement] = &[COUNT_DAY, CLAIM, UNCLAIM, CONFIRM, CLAIMS, HELD];
