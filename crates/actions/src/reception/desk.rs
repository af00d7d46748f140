//! Reception at the desk: the list of the day, who came, booking for a visitor, cancelling with the
//! nearest free slots offered (BOOK-06, BOOK-10).

use domain::id::AppointmentId;
use domain::official::Official;
use domain::permit::{Act, Subject, Thing, permit};
use domain::reception::{Appointment, BookedBy, By, Day, Deed, Happened, LineId, Stage, Wish, decide};
use domain::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use regulation::region::{Line, Place};
use store::people;
use store::reception as rows;

use super::application::within_rules;
use super::book::{Wanted, date_of, put_at, receives, taking};
use super::{changed, commit, known, look, may, open, retried};
use crate::office::Office;
use crate::stop::Stop;

/// Longest name a visitor is written down with.
const LONGEST_NAME: usize = 120;

/// A line of the official's authority.
#[derive(Debug, Clone, Copy)]
pub struct OwnLine<'a> {
    /// Id of the place.
    pub place_id: &'a str,
    /// The place.
    pub place: &'a Place,
    /// Id of the line.
    pub line_id: &'a str,
    /// The line.
    pub line: &'a Line,
}

impl OwnLine<'_> {
    /// The line's id.
    pub fn id(&self) -> LineId {
        LineId::new(self.place_id, self.line_id)
    }
}

/// Lines the official may receive at.
pub fn lines<'a>(office: &'a Office, official: &Official) -> Result<Vec<OwnLine<'a>>, Stop> {
    let own = Thing::authority(&official.authority);
    permit(&Subject::Official(official.clone()), Act::Receive, &own)?;
    let places = office.region.reception.iter().flat_map(|reception| &reception.places);
    let lines = places
        .filter(|(_, place)| place.authority == official.authority)
        .flat_map(|(place_id, place)| {
            place.lines.iter().map(move |(line_id, line)| OwnLine { place_id, place, line_id, line })
        })
        .collect();
    Ok(lines)
}

/// The day of a line: its slots and who comes. Names stand only on the appointment itself.
pub async fn day(
    office: &Office,
    official: &Official,
    line: &LineId,
    date: Date,
) -> Result<(Option<Day>, Vec<Appointment>), Stop> {
    may(known(office, line)?, official, Act::Receive)?;
    let day = rows::day_of(&office.db, line, date).await?;
    Ok((day, rows::of_day(&office.db, line, date).await?))
}

/// Who comes: reading it is written down and shown to the person.
pub async fn read(office: &Office, official: &Official, id: &AppointmentId) -> Result<(Appointment, String), Stop> {
    let appointment = retried(|| async {
        let appointment = open(office, id).await?;
        may(known(office, &appointment.line)?, official, Act::Receive)?;
        let now = office.now();
        let change = decide(&appointment, &Wish::Read, &By::Official(official.id.clone()), now)?;
        commit(office, changed(office, &appointment, &change, now).await?).await?;
        Ok(change.appointment)
    })
    .await?;
    let name = match &appointment.person {
        Some(person) => people::by_id(&office.db, person).await?.map(|person| person.name).unwrap_or_default(),
        None => appointment.visitor.clone(),
    };
    Ok((appointment, name))
}

/// What an official does with an appointment.
pub async fn mark(office: &Office, official: &Official, id: &AppointmentId, wish: &Wish) -> Result<(), Stop> {
    retried(|| async {
        let appointment = open(office, id).await?;
        let known = known(office, &appointment.line)?;
        may(known, official, Act::Receive)?;
        let now = office.now();
        // Nobody comes, or is received, before the day of the visit by the clock of the place.
        if matches!(wish, Wish::Arrive | Wish::Serve) && appointment.date > look::today(office, known, now) {
            return Err(Refusal::NotDue.into());
        }
        let change = decide(&appointment, wish, &By::Official(official.id.clone()), now)?;
        commit(office, changed(office, &appointment, &change, now).await?).await
    })
    .await
}

/// Puts an appointment at another time, as its person agreed by phone or at the desk.
pub async fn move_to(office: &Office, official: &Official, id: &AppointmentId, start: Timestamp) -> Result<(), Stop> {
    retried(|| async {
        let appointment = open(office, id).await?;
        let known = known(office, &appointment.line)?;
        may(known, official, Act::Receive)?;
        // The slot keeps its kind: what was booked electronically may move within the kept share.
        put_at(office, known, &appointment, start, &By::Official(official.id.clone()), appointment.by, office.now())
            .await
    })
    .await
}

/// The nearest times an appointment may be moved to.
pub async fn other_times(office: &Office, one: &Appointment, most: usize) -> Result<Vec<look::Shown>, Stop> {
    let now = office.now();
    let Some((first, last)) = within_rules(office, one).await? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for day in look::days(office, &one.line, first, last, now).await? {
        let free = look::slots(office, &one.line, day.date, one.by, now).await?;
        found.extend(free.into_iter().filter(|slot| slot.free));
        if found.len() >= most {
            break;
        }
    }
    found.truncate(most);
    Ok(found)
}

/// Books a slot for somebody on the phone or at the desk; never one kept for electronic booking.
pub async fn book(office: &Office, official: &Official, wanted: &Wanted, visitor: &str) -> Result<AppointmentId, Stop> {
    let now = office.now();
    let known = receives(office, wanted, now)?;
    may(known, official, Act::Receive)?;
    let visitor: String = visitor.trim().chars().filter(|sign| !sign.is_control()).take(LONGEST_NAME).collect();
    if visitor.is_empty() {
        return Err(Refusal::ReasonNeeded.into());
    }
    retried(|| async {
        let date = date_of(office, known, wanted.start);
        let day = rows::day_of(&office.db, &wanted.line, date).await?.ok_or(Refusal::SlotGone)?;
        let slot = day.bookable(wanted.start, BookedBy::Offline, now)?;
        let by = By::Official(official.id.clone());
        let appointment = Appointment {
            id: AppointmentId(office.new_id(wanted.line.bucket())),
            line: wanted.line.clone(),
            date,
            start: slot.start,
            minutes: slot.minutes,
            electronic: slot.electronic,
            by: BookedBy::Offline,
            person: None,
            visitor: visitor.clone(),
            service: wanted.service.clone(),
            application: None,
            stage: Stage::Booked,
            offer: None,
            history: vec![Happened { at: now, by, deed: Deed::Booked, from: None }],
            revision: 0,
        };
        commit(office, taking(&day, &appointment, None)).await?;
        Ok(appointment.id)
    })
    .await
}
