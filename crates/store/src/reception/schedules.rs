//! Schedules, the days made of them, and who changed what of them.

use domain::id::OfficialId;
use domain::reception::{Day, LineId, Schedule};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::BODY;
use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, args, json};

const INSERT_SCHEDULE: Statement = Statement::new(
    "reception.insert_schedule",
    "insert into schedules (bucket, line, revision, body_version, body) values ($1, $2, $3, $4, $5)",
);

const UPDATE_SCHEDULE: Statement = Statement::new(
    "reception.update_schedule",
    "update schedules set revision = $3, body_version = $4, body = $5
     where bucket = $1 and line = $2 and revision = $6",
);

/// A schedule as it is from now on; `read` is the revision it was read with, none for a new one.
pub fn keep_schedule(schedule: &Schedule, read: Option<i64>) -> Write {
    let line = &schedule.line;
    let bucket = line.bucket();
    match read {
        None => Write::one(INSERT_SCHEDULE, args![bucket, line.to_string(), schedule.revision, BODY, json(schedule)]),
        Some(read) => {
            let schedule = &Schedule { revision: read + 1, ..schedule.clone() };
            Write::one(UPDATE_SCHEDULE, args![bucket, line.to_string(), read + 1, BODY, json(schedule), read])
        }
    }
}

const SCHEDULE: Statement =
    Statement::new("reception.schedule", "select body_version, body from schedules where bucket = $1 and line = $2");

/// The schedule of a line, once it was begun.
pub async fn schedule(db: &Db, line: &LineId) -> Result<Option<Schedule>, StoreError> {
    db.one(SCHEDULE, args![line.bucket(), line.to_string()], |mut row| row.body(BODY)).await
}

const INSERT_DAY: Statement = Statement::new(
    "reception.insert_day",
    "insert into schedule_days (bucket, line, day, revision, bookings, taken, taken_electronic,
         body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
);

/// A day whose slots are made.
pub fn insert_day(day: &Day) -> Write {
    let row = args![
        day.line.bucket(),
        day.line.to_string(),
        day.date.to_string(),
        day.revision,
        day.bookings,
        day.taken,
        day.taken_electronic,
        BODY,
        json(day),
    ];
    Write::one(INSERT_DAY, row)
}

const UPDATE_DAY: Statement = Statement::new(
    "reception.update_day",
    "update schedule_days set revision = $4, taken_electronic = $5, body_version = $6, body = $7
     where bucket = $1 and line = $2 and day = $3 and revision = $8 and bookings = $9",
);

/// A day with other slots. A conflict when it changed since it was read, or when a slot of it was
/// taken or given back meanwhile: what nobody looked at is not overwritten.
pub fn change_day(day: &Day, read: &Day) -> Write {
    let day = &Day { revision: read.revision + 1, ..day.clone() };
    let row = args![
        day.line.bucket(),
        day.line.to_string(),
        day.date.to_string(),
        day.revision,
        day.taken_electronic,
        BODY,
        json(day),
        read.revision,
        read.bookings,
    ];
    Write::one(UPDATE_DAY, row)
}

fn day(mut row: Row) -> Result<Day, StoreError> {
    let (revision, bookings) = (row.int("revision")?, row.int("bookings")?);
    let (taken, taken_electronic) = (row.int("taken")?, row.int("taken_electronic")?);
    let day: Day = row.body(BODY)?;
    Ok(Day { revision, bookings, taken, taken_electronic, ..day })
}

const DAYS: Statement = Statement::new(
    "reception.days",
    "select revision, bookings, taken, taken_electronic, body_version, body from schedule_days
     where bucket = $1 and line = $2 and day >= $3 and day <= $4 order by day",
);

/// Days of a line, first and last included, in order; days without slots are not there.
pub async fn days(db: &Db, line: &LineId, first: Date, last: Date) -> Result<Vec<Day>, StoreError> {
    db.all(DAYS, args![line.bucket(), line.to_string(), first.to_string(), last.to_string()], day).await
}

/// One day of a line.
pub async fn day_of(db: &Db, line: &LineId, date: Date) -> Result<Option<Day>, StoreError> {
    Ok(days(db, line, date, date).await?.pop())
}

const LOG: Statement = Statement::new(
    "reception.log",
    "insert into schedule_changes (bucket, line, at, id, official_id, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7)",
);

/// Who changed what of a schedule, and what became of the share (BOOK-03).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleChange {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub official: OfficialId,
    /// The day, or the first day of a new week.
    pub date: Date,
    /// What: `week`, `day`, `suspended`, `resumed`.
    pub what: String,
    /// Why.
    pub reason: String,
    /// Slots before and after, each with how many are for electronic booking alone.
    pub slots: Option<[(usize, usize); 2]>,
}

/// Writes a change down.
pub fn log(line: &LineId, id: &str, change: &ScheduleChange) -> Write {
    Write::one(LOG, args![line.bucket(), line.to_string(), change.at, id, &change.official, BODY, json(change)])
}

const CHANGES: Statement = Statement::new(
    "reception.changes",
    "select body_version, body from schedule_changes
     where bucket = $1 and line = $2 order by at desc, id desc limit $3",
);

/// The last changes of a schedule, the newest first.
pub async fn changes(db: &Db, line: &LineId, limit: i64) -> Result<Vec<ScheduleChange>, StoreError> {
    db.all(CHANGES, args![line.bucket(), line.to_string(), limit], |mut row| row.body(BODY)).await
}

/// All statements of this module.
pub(crate) const ALL: &[Statement] =
    &[INSERT_SCHEDULE, UPDATE_SCHEDULE, SCHEDULE, INSERT_DAY, UPDATE_DAY, DAYS, LOG, CHANGES];
