//! Reception by appointment: making the slots, looking at them, booking, moving, cancelling, the
//! day at the desk, changes of schedules (BOOK-01…14).

pub mod application;
pub mod book;
pub mod desk;
pub mod earlier;
pub mod look;
pub mod make;
pub mod own;
pub mod timetable;

use domain::id::{AppointmentId, NoticeId, PersonId};
use domain::notice::{self, Content, Visit};
use domain::permit::{Act, Subject, Thing, permit};
use domain::reception::{Appointment, Changed, Day, LineId, Stage, Told};
use domain::refusal::Refusal;
use jiff::Timestamp;
use regulation::package::Regulation;
use regulation::region::{Line, Place, Reception};
use store::reception::{self as rows, CLAIMED};
use store::{Batch, Write, people};

use crate::office::Office;
use crate::stop::Stop;

/// Tries when somebody else writes at the same moment.
const TRIES: usize = 12;

/// A line with its place, as the region names them.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// What the region promises.
    pub reception: &'a Reception,
    /// The place.
    pub place: &'a Place,
    /// The line.
    pub line: &'a Line,
}

/// The line of that id; one the region does not name is not there.
pub fn known<'a>(office: &'a Office, id: &LineId) -> Result<Known<'a>, Stop> {
    let reception = office.region.reception.as_ref().ok_or(Stop::Missing)?;
    let (place, line) = reception.line(&id.place, &id.line).ok_or(Stop::Missing)?;
    Ok(Known { reception, place, line })
}

/// The zone of the clock people come by: that of the place (BOOK-14).
pub fn zone_of<'a>(office: &'a Office, place: &'a Place) -> &'a str {
    place.time_zone.as_deref().unwrap_or(&office.region.time_zone)
}

/// Does the line receive for that service?
fn serves(office: &Office, known: Known<'_>, regulation: &Regulation) -> bool {
    let services = &known.line.services;
    let own = services.is_empty() && known.place.authority == regulation.authority;
    (own || services.contains(&regulation.service)) && office.region.authority(&known.place.authority).is_some()
}

/// An official's permit for a line: a line of another authority is not there.
fn may(known: Known<'_>, official: &domain::official::Official, act: Act) -> Result<(), Stop> {
    permit(&Subject::Official(official.clone()), act, &Thing::authority(&known.place.authority))?;
    Ok(())
}

/// The everyday title of a service, whatever edition is in force.
pub fn title_of(office: &Office, service: &str, now: Timestamp) -> String {
    let current = office.library.current(service, office.today(now));
    current.map_or_else(|| service.to_owned(), |regulation| regulation.short.clone())
}

/// The day of an appointment as it stands.
async fn day_of(office: &Office, appointment: &Appointment) -> Result<Day, Stop> {
    rows::day_of(&office.db, &appointment.line, appointment.date).await?.ok_or(Stop::Missing)
}

/// The writes of a changed appointment: itself, the slot it gives back, what its person is told.
async fn changed(office: &Office, before: &Appointment, changed: &Changed, now: Timestamp) -> Result<Vec<Write>, Stop> {
    let after = &changed.appointment;
    let mut writes = rows::change(after, before.revision);
    if changed.frees {
        writes.extend(rows::give_back(&day_of(office, before).await?, before.start, &before.id));
    }
    if !after.stage.is_ahead() {
        writes.push(rows::unwish(after));
    }
    if matches!((&before.stage, &after.stage), (Stage::Held { .. }, Stage::Booked)) && !changed.frees {
        writes.push(rows::confirm(after));
    }
    match &before.offer {
        Some(offer) if after.offer.is_none() && after.start == offer.slot.start => writes.push(rows::confirm(after)),
        Some(offer) if after.offer.is_none() => {
            let day = rows::day_of(&office.db, &before.line, offer.date).await?.ok_or(Stop::Missing)?;
            writes.extend(rows::give_back(&day, offer.slot.start, &before.id));
            writes.push(earlier::freed(office, &before.line, offer.slot.start, now));
        }
        _ => {}
    }
    if changed.frees {
        writes.push(earlier::freed(office, &before.line, before.start, now));
    }
    if let (Some(told), Some(person)) = (changed.tells, &after.person) {
        writes.extend(told_to(office, after, person, told, now).await?);
    }
    Ok(writes)
}

/// The notice N1 with its copies by the channels the person chose.
async fn told_to(
    office: &Office,
    appointment: &Appointment,
    person: &PersonId,
    told: Told,
    now: Timestamp,
) -> Result<Vec<Write>, Stop> {
    let Known { place, line, .. } = known(office, &appointment.line)?;
    let person = people::by_id(&office.db, person).await?.ok_or(Stop::Missing)?;
    let reason = match &appointment.stage {
        Stage::CancelledByBody { reason } => Some(reason.clone()),
        _ => None,
    };
    let visit = Visit {
        told,
        start: appointment.start,
        time_zone: zone_of(office, place).to_owned(),
        place: place.title.clone(),
        address: place.address.clone(),
        line: line.title.clone(),
        reason,
    };
    let id = NoticeId(office.new_id(person.id.bucket()));
    let title = title_of(office, &appointment.service, now);
    let latest = office.clock.due(now, office.region.params.notice_within.value, &[]).map_err(Refusal::from)?.at;
    let content = Content::Appointment(visit);
    let notice = notice::compose_appointment(id, appointment, &person.id, title, &content, now, latest)?;
    Ok(office.with_own_copies(notice, &person, now))
}

/// Commits a batch that may leave jobs; a slot somebody else has is said to be taken.
async fn commit(office: &Office, writes: Vec<Write>) -> Result<(), Stop> {
    match office.db.commit(Batch::new().with_all(writes)).await {
        Ok(_) => {
            office.wake.notify_one();
            Ok(())
        }
        Err(error) if error.is_conflict_at(CLAIMED) => Err(Refusal::SlotTaken.into()),
        Err(error) => Err(error.into()),
    }
}

/// Repeats what lost against somebody else's write.
async fn retried<T, F: Future<Output = Result<T, Stop>>>(mut one: impl FnMut() -> F) -> Result<T, Stop> {
    for _ in 1..TRIES {
        match one().await {
            Err(Stop::Conflict) => {}
            other => return other,
        }
    }
    one().await
}

/// An appointment by its id.
async fn open(office: &Office, id: &AppointmentId) -> Result<Appointment, Stop> {
    rows::by_id(&office.db, id).await?.ok_or(Stop::Missing)
}
