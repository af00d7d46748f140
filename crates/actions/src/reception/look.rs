//! Looking at what is free: places, days with counts by channel, the slots of a day. Anybody may,
//! and nobody learns who has a slot (BOOK-01).

use domain::reception::{BookedBy, Day, LineId};
use jiff::Timestamp;
use jiff::civil::Date;
use regulation::package::Regulation;
use regulation::region::{Line, Place};
use store::reception as rows;

use super::{Known, known, make};
use crate::office::Office;
use crate::stop::Stop;

/// A line where one may come with a service.
#[derive(Debug, Clone, Copy)]
pub struct Offered<'a> {
    /// Id of the place.
    pub place_id: &'a str,
    /// The place.
    pub place: &'a Place,
    /// Id of the line.
    pub line_id: &'a str,
    /// The line.
    pub line: &'a Line,
}

impl Offered<'_> {
    /// The line's id.
    pub fn id(&self) -> LineId {
        LineId::new(self.place_id, self.line_id)
    }
}

/// Where one may come with a service, at any of the three kinds of provider (BOOK-05). What is
/// booked with an application (a hall, an inspector) is not offered by itself.
pub fn places<'a>(office: &'a Office, regulation: &'a Regulation) -> Vec<Offered<'a>> {
    let Some(reception) = &office.region.reception else { return Vec::new() };
    let by_itself =
        |line: &Line| !regulation.bookings.iter().any(|one| one.resource == line.resource && one.place.is_some());
    reception
        .serving(&regulation.service, &regulation.authority)
        .filter(|(.., line)| by_itself(line))
        .map(|(place_id, place, line_id, line)| Offered { place_id, place, line_id, line })
        .collect()
}

/// A slot as everybody sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// When it begins.
    pub start: Timestamp,
    /// Length in minutes.
    pub minutes: u32,
    /// For electronic booking alone.
    pub electronic: bool,
    /// May it be booked by the channel that looks?
    pub free: bool,
}

/// Days of a line that have slots, from a day on, up to the horizon; of today what still lies ahead.
pub async fn days(office: &Office, line: &LineId, first: Date, last: Date, now: Timestamp) -> Result<Vec<Day>, Stop> {
    let known = known(office, line)?;
    let today = today(office, known, now);
    let horizon = make::horizon(office, now).unwrap_or(today);
    let mut days = rows::days(&office.db, line, first.max(today), last.min(horizon)).await?;
    if let Some(first) = days.first_mut().filter(|day| day.date == today) {
        let claims = rows::claims(&office.db, first).await?;
        let taken = claims.iter().filter(|claim| is_taken(claim, now)).map(|claim| claim.taken.start);
        *first = first.clone().ahead(taken, now);
    }
    Ok(days)
}

/// A hold that ran out keeps nobody away.
fn is_taken(claim: &rows::Claim, now: Timestamp) -> bool {
    claim.held_until.is_none_or(|until| until > now)
}

/// The day by the clock of the place.
pub fn today(office: &Office, known: Known<'_>, now: Timestamp) -> Date {
    today_at(super::zone_of(office, known.place), now)
}

/// The day of a moment in a zone.
pub fn today_at(zone: &str, moment: Timestamp) -> Date {
    moment.to_zoned(regulation::clock::time_zone(zone).unwrap_or(jiff::tz::TimeZone::UTC)).date()
}

/// The slots of a day, free and taken.
pub async fn slots(
    office: &Office,
    line: &LineId,
    date: Date,
    by: BookedBy,
    now: Timestamp,
) -> Result<Vec<Shown>, Stop> {
    known(office, line)?;
    let Some(day) = rows::day_of(&office.db, line, date).await? else { return Ok(Vec::new()) };
    let claims = rows::claims(&office.db, &day).await?;
    let open = |start| !claims.iter().any(|claim| claim.taken.start == start && is_taken(claim, now));
    let shown = day.slots.iter().map(|slot| Shown {
        start: slot.start,
        minutes: slot.minutes,
        electronic: slot.electronic,
        free: day.bookable(slot.start, by, now).is_ok() && open(slot.start),
    });
    Ok(shown.collect())
}

/// The nearest free slots of a line after a moment: what is offered to who was too late (BOOK-02).
pub async fn nearest(
    office: &Office,
    line: &LineId,
    after: Timestamp,
    by: BookedBy,
    most: usize,
    now: Timestamp,
) -> Result<Vec<Shown>, Stop> {
    let known = known(office, line)?;
    let first = today(office, known, after.max(now));
    let Some(last) = make::horizon(office, now) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for day in days(office, line, first, last, now).await? {
        if day.free(by) <= 0 {
            continue;
        }
        let free = slots(office, line, day.date, by, now).await?.into_iter().filter(|slot| slot.free);
        found.extend(free);
        if found.len() >= most {
            break;
        }
    }
    found.truncate(most);
    Ok(found)
}
