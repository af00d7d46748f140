//! Changes of schedules: a new week from a day on, a day that differs, a day that takes no bookings
//! for now. What is booked is never dropped: each appointment in the way needs a decision first
//! (BOOK-13); the share of electronic booking holds after every change (BOOK-03).

use domain::id::AppointmentId;
use domain::official::Official;
use domain::permit::Act;
use domain::reception::{Day, Exception, LineId, NotChanged, Schedule, Taken, Week};
use domain::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use regulation::region::Hours;
use store::reception::{self as rows, ScheduleChange};
use store::{Batch, Write};

use super::{known, make, may, retried};
use crate::office::Office;
use crate::stop::Stop;

/// Changes shown.
const SHOWN: i64 = 50;

/// How a change went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// It is so from now on.
    Done,
    /// The day on which it cannot be, and why.
    Not(Date, NotKept),
}

/// Why a day cannot be as it was wished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotKept {
    /// Of its own slots.
    Slots(NotChanged),
    /// The room or person is at another line then.
    Overlap {
        /// The other line.
        line: String,
        /// From when.
        start: Timestamp,
    },
}

/// The schedule of a line with its last changes.
pub async fn see(office: &Office, official: &Official, line: &LineId) -> Result<(Schedule, Vec<ScheduleChange>), Stop> {
    may(known(office, line)?, official, Act::KeepSchedule)?;
    let (schedule, _) = make::schedule(office, line, office.now()).await?;
    Ok((schedule, rows::changes(&office.db, line, SHOWN).await?))
}

/// Sets the hours of one day; none: nobody is received. The reason stands where people book.
pub async fn set_day(
    office: &Office,
    official: &Official,
    line: &LineId,
    date: Date,
    spans: &[(Time, Time)],
    reason: &str,
) -> Result<Kept, Stop> {
    let reason = stated(reason)?;
    retried(|| async {
        may(known(office, line)?, official, Act::KeepSchedule)?;
        let now = office.now();
        let (mut schedule, read) = make::schedule(office, line, now).await?;
        let exception = Exception { spans: spans.to_vec(), reason: reason.clone() };
        schedule.exceptions.insert(date, exception);
        let mut changed = Changes::of(office, official, line, now);
        if let Some(not) = changed.day(&schedule, date, "day", &reason).await? {
            return Ok(Kept::Not(date, not));
        }
        changed.writes.push(rows::keep_schedule(&schedule, read));
        changed.commit().await
    })
    .await
}

/// Sets the week from a day on: hours, length of a slot, the share for electronic booking.
pub async fn set_week(
    office: &Office,
    official: &Official,
    line: &LineId,
    week: &Week,
    reason: &str,
) -> Result<Kept, Stop> {
    let reason = stated(reason)?;
    let known = known(office, line)?;
    may(known, official, Act::KeepSchedule)?;
    // The region's share is the least: a line may keep more for electronic booking.
    let week = &Week { percent: week.percent.max(known.reception.electronic_share.value), ..week.clone() };
    retried(|| async {
        let now = office.now();
        let (mut schedule, read) = make::schedule(office, line, now).await?;
        schedule.weeks.retain(|one| one.from < week.from);
        schedule.weeks.push(week.clone());
        let mut changed = Changes::of(office, official, line, now);
        let mut date = week.from.max(now.to_zoned(schedule.zone()).date());
        while schedule.made_until.is_some_and(|until| date <= until) {
            if !schedule.exceptions.contains_key(&date)
                && let Some(not) = changed.day(&schedule, date, "week", &reason).await?
            {
                return Ok(Kept::Not(date, not));
            }
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        changed.writes.push(rows::keep_schedule(&schedule, read));
        changed.commit().await
    })
    .await
}

/// Takes no bookings on a day for now, or takes them again; slots and appointments stay.
pub async fn suspend(
    office: &Office,
    official: &Official,
    line: &LineId,
    date: Date,
    reason: Option<&str>,
) -> Result<(), Stop> {
    let reason = reason.map(stated).transpose()?;
    retried(|| async {
        may(known(office, line)?, official, Act::KeepSchedule)?;
        let now = office.now();
        let read = rows::day_of(&office.db, line, date).await?.ok_or(Stop::Missing)?;
        let day = Day { suspended: reason.clone(), ..read.clone() };
        let what = if reason.is_some() { "suspended" } else { "resumed" };
        let change = ScheduleChange {
            at: now,
            official: official.id.clone(),
            date,
            what: what.to_owned(),
            reason: reason.clone().unwrap_or_default(),
            slots: None,
        };
        let log = rows::log(line, &office.new_id(line.bucket()), &change);
        office.db.commit(Batch::new().with(rows::change_day(&day, &read)).with(log)).await?;
        Ok(())
    })
    .await
}

/// Appointments in the way of a change.
pub fn in_the_way(kept: &Kept) -> &[AppointmentId] {
    match kept {
        Kept::Not(_, NotKept::Slots(NotChanged::Booked(ids))) => ids,
        _ => &[],
    }
}

fn stated(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() { Err(Refusal::ReasonNeeded) } else { Ok(reason.chars().take(300).collect()) }
}

/// The writes of a change that touches days.
struct Changes<'a> {
    office: &'a Office,
    official: &'a Official,
    line: &'a LineId,
    now: Timestamp,
    writes: Vec<Write>,
}

impl<'a> Changes<'a> {
    fn of(office: &'a Office, official: &'a Official, line: &'a LineId, now: Timestamp) -> Self {
        Self { office, official, line, now, writes: Vec::new() }
    }

    /// Makes a day what its schedule says now; or why it cannot be.
    async fn day(
        &mut self,
        schedule: &Schedule,
        date: Date,
        what: &str,
        reason: &str,
    ) -> Result<Option<NotKept>, Stop> {
        // A day that was not made yet follows its schedule when it is.
        if schedule.made_until.is_none_or(|until| until < date) {
            return Ok(None);
        }
        let Some(week) = schedule.week_on(date) else { return Ok(None) };
        let starts = schedule.starts(date, &self.office.clock.calendar).map_err(Refusal::from)?;
        let read = rows::day_of(&self.office.db, self.line, date).await?;
        let fresh = Day::fresh(self.line.clone(), date, &starts, week.minutes, week.percent);
        let (before, after) = match read {
            None if starts.is_empty() => return Ok(None),
            None => {
                self.writes.push(rows::insert_day(&fresh));
                ((0, 0), fresh)
            }
            Some(read) => {
                let taken: Vec<Taken> =
                    rows::claims(&self.office.db, &read).await?.into_iter().map(|claim| claim.taken).collect();
                let day = match read.with_slots(&starts, week.minutes, week.percent, &taken) {
                    Ok(day) => day,
                    Err(not) => return Ok(Some(NotKept::Slots(not))),
                };
                self.writes.push(rows::change_day(&day, &read));
                ((read.slots.len(), read.electronic()), day)
            }
        };
        if let Some(overlap) = self.overlap(&after).await? {
            return Ok(Some(overlap));
        }
        let change = ScheduleChange {
            at: self.now,
            official: self.official.id.clone(),
            date,
            what: what.to_owned(),
            reason: reason.to_owned(),
            slots: Some([before, (after.slots.len(), after.electronic())]),
        };
        self.writes.push(rows::log(self.line, &self.office.new_id(self.line.bucket()), &change));
        Ok(None)
    }

    /// The room or person behind the line is not at another line at the same time.
    async fn overlap(&self, day: &Day) -> Result<Option<NotKept>, Stop> {
        let known = known(self.office, self.line)?;
        let others =
            known.place.lines.iter().filter(|(id, other)| **id != self.line.line && other.unit == known.line.unit);
        for (id, other) in others {
            let other_id = LineId::new(&self.line.place, id);
            let Some(theirs) = rows::day_of(&self.office.db, &other_id, day.date).await? else { continue };
            let end = |start: Timestamp, minutes: u32| start + jiff::SignedDuration::from_mins(i64::from(minutes));
            let meets = day.slots.iter().find(|slot| {
                let until = end(slot.start, slot.minutes);
                theirs.slots.iter().any(|one| one.start < until && slot.start < end(one.start, one.minutes))
            });
            if let Some(slot) = meets {
                return Ok(Some(NotKept::Overlap { line: other.title.clone(), start: slot.start }));
            }
        }
        Ok(None)
    }

    async fn commit(self) -> Result<Kept, Stop> {
        self.office.db.commit(Batch::new().with_all(self.writes)).await?;
        Ok(Kept::Done)
    }
}

/// Hours of a week as a form writes them: one line of spans for each day from Monday.
pub fn hours(days: &[Vec<(Time, Time)>]) -> Vec<Hours> {
    let mut hours = Vec::new();
    for (day, spans) in (1_i8..).zip(days) {
        hours.extend(spans.iter().map(|(from, until)| Hours { days: vec![day], from: *from, until: *until }));
    }
    hours
}
