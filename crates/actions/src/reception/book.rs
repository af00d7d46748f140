//! Booking a slot: nothing is asked but who signs in, which slot and for what (BOOK-04). One slot
//! has one winner, and a person has at most so many appointments before them (BOOK-11).

use domain::id::{AppointmentId, PersonId};
use domain::permit::{Act, Thing, permit};
use domain::reception::{Appointment, BookedBy, By, Day, Deed, Happened, LineId, Stage, Told};
use domain::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use store::Write;
use store::reception::{self as rows, Seat};

use super::application::may_move;
use super::{Known, commit, known, retried, serves, told_to};
use crate::citizen::session::Session;
use crate::office::Office;
use crate::stop::Stop;

/// The slot somebody wants, and what for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The line.
    pub line: LineId,
    /// The moment.
    pub start: Timestamp,
    /// The service: the purpose of the visit.
    pub service: String,
}

/// Books a slot for the person who is signed in. Asked twice, it is booked once.
///
/// # Errors
///
/// [`Refusal::SlotTaken`] when somebody was faster, [`Refusal::TooManyAppointments`] over the limit.
pub async fn book(office: &Office, session: &Session, wanted: &Wanted) -> Result<AppointmentId, Stop> {
    permit(&session.subject(), Act::BookSlot, &Thing::nothing())?;
    let now = office.now();
    let known = receives(office, wanted, now)?;
    by_itself(office, wanted, now)?;
    let person = &session.person.id;
    retried(|| async {
        let date = date_of(office, known, wanted.start);
        let day = rows::day_of(&office.db, &wanted.line, date).await?.ok_or(Refusal::SlotGone)?;
        let slot = day.bookable(wanted.start, BookedBy::Electronic, now)?;
        if let Some(own) = claimed(office, &day, wanted.start, person, now).await? {
            return Ok(own);
        }
        let (seat, mut writes) = seat(office, known, person, None, now).await?;
        let appointment = Appointment {
            id: AppointmentId(office.new_id(wanted.line.bucket())),
            line: wanted.line.clone(),
            date,
            start: slot.start,
            minutes: slot.minutes,
            electronic: slot.electronic,
            by: BookedBy::Electronic,
            person: Some(person.clone()),
            visitor: String::new(),
            service: wanted.service.clone(),
            application: None,
            stage: Stage::Booked,
            offer: None,
            history: vec![Happened { at: now, by: By::Person, deed: Deed::Booked, from: None }],
            revision: 0,
        };
        writes.extend(taking(&day, &appointment, Some(seat)));
        writes.extend(told_to(office, &appointment, person, Told::Booked, now).await?);
        commit(office, writes).await?;
        Ok(appointment.id)
    })
    .await
}

/// The service is provided, and the line receives for it.
pub(super) fn receives<'a>(office: &'a Office, wanted: &Wanted, now: Timestamp) -> Result<Known<'a>, Stop> {
    let known = known(office, &wanted.line)?;
    let regulation = office.library.current(&wanted.service, office.today(now)).ok_or(Stop::Missing)?;
    if serves(office, known, regulation) { Ok(known) } else { Err(Stop::Missing) }
}

/// What is booked with an application is not booked without one.
fn by_itself(office: &Office, wanted: &Wanted, now: Timestamp) -> Result<(), Stop> {
    let regulation = office.library.current(&wanted.service, office.today(now)).ok_or(Stop::Missing)?;
    let offered = super::look::places(office, regulation);
    if offered.iter().any(|one| one.id() == wanted.line) { Ok(()) } else { Err(Stop::Missing) }
}

/// The day of a moment by the clock of the place.
pub(super) fn date_of(office: &Office, known: Known<'_>, start: Timestamp) -> Date {
    super::look::today(office, known, start)
}

/// Who has the slot: the same person (their appointment is the answer), or another. What was held
/// too long is let go on the way.
pub(super) async fn claimed(
    office: &Office,
    day: &Day,
    start: Timestamp,
    person: &PersonId,
    now: Timestamp,
) -> Result<Option<AppointmentId>, Stop> {
    let claims = rows::claims(&office.db, day).await?;
    let Some(claim) = claims.into_iter().find(|claim| claim.taken.start == start) else { return Ok(None) };
    if claim.held_until.is_some_and(|until| until <= now) {
        super::earlier::lapse(office, &claim.taken.appointment, now).await?;
        return Ok(None);
    }
    let theirs = rows::by_id(&office.db, &claim.taken.appointment).await?;
    match theirs {
        Some(own) if own.person.as_ref() == Some(person) => Ok(Some(own.id)),
        _ => Err(Refusal::SlotTaken.into()),
    }
}

/// A free seat of a person; one whose appointment is past is free again, and so is the one of
/// `given_up`, which its own writes give back.
pub(super) async fn seat(
    office: &Office,
    known: Known<'_>,
    person: &PersonId,
    given_up: Option<&AppointmentId>,
    now: Timestamp,
) -> Result<(i64, Vec<Write>), Stop> {
    let mut seats = rows::seats(&office.db, person).await?;
    seats.retain(|seat| Some(&seat.appointment) != given_up);
    let past = |seat: &&Seat| seat.start <= now;
    let writes: Vec<Write> =
        seats.iter().filter(past).map(|seat| rows::leave_seat(person, &seat.appointment)).collect();
    let taken: Vec<i64> = seats.iter().filter(|seat| !past(seat)).map(|seat| seat.seat).collect();
    let free = (0..i64::from(known.reception.at_once.value)).find(|seat| !taken.contains(seat));
    Ok((free.ok_or(Refusal::TooManyAppointments)?, writes))
}

/// The writes that give an appointment its slot.
pub(super) fn taking(day: &Day, appointment: &Appointment, seat: Option<i64>) -> Vec<Write> {
    let held_until = match &appointment.stage {
        Stage::Held { until } => Some(*until),
        _ => None,
    };
    let mut writes = vec![rows::take(day, appointment.start), rows::claim(appointment, held_until)];
    writes.extend(rows::insert(appointment, seat));
    writes
}

/// Puts an appointment of its line at another time, in one batch with whatever else follows.
pub(super) async fn put_at(
    office: &Office,
    known: Known<'_>,
    before: &Appointment,
    start: Timestamp,
    by: &By,
    channel: BookedBy,
    now: Timestamp,
) -> Result<(), Stop> {
    let date = date_of(office, known, start);
    may_move(office, before, date).await?;
    let day = rows::day_of(&office.db, &before.line, date).await?.ok_or(Refusal::SlotGone)?;
    let slot = day.bookable(start, channel, now)?;
    let wish = domain::reception::Wish::Move { date, slot };
    let changed = domain::reception::decide(before, &wish, by, now)?;
    let mut writes = super::changed(office, before, &changed, now).await?;
    writes.push(rows::take(&day, start));
    writes.push(rows::claim(&changed.appointment, None));
    writes.push(rows::unwish(&changed.appointment));
    commit(office, writes).await
}
