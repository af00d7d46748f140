//! Earlier slots (лист ожидания): who wished to come earlier is offered what becomes free, one after
//! the other, and what nobody answers in time goes to the next (BOOK-12).

use domain::id::{AppointmentId, JobId};
use domain::job::{Job, Work};
use domain::reception::{Appointment, By, LineId, Offer, Wish, decide};
use jiff::Timestamp;
use store::jobs::Leased;
use store::reception as rows;
use store::{Write, jobs};

use super::book::date_of;
use super::{changed, commit, known, open, retried};
use crate::machine::Ended;
use crate::office::Office;
use crate::stop::Stop;

/// Wishes looked at for one slot.
const LOOKED: i64 = 50;

/// Offers and holds let go in one round.
const ROUND: i64 = 100;

/// The job that offers a slot that became free.
pub(super) fn freed(office: &Office, line: &LineId, start: Timestamp, now: Timestamp) -> Write {
    let work = Work::OfferSlot { line: line.to_string(), start };
    let id = office.new_id(line.bucket());
    // Each time it becomes free is another: the id makes the key unlike that of any other.
    let key = format!("{}:{line}:{start}:{id}", work.name());
    jobs::insert(&Job { id: JobId(id), work, due_at: now, key })
}

/// Offers a free slot to the first who would come earlier.
pub async fn offer(office: &Office, line: &str, start: Timestamp, job: &Leased) -> Result<Ended, Stop> {
    let Some(line) = LineId::parse(line) else { return Err(Stop::Missing) };
    let known = known(office, &line)?;
    let now = office.now();
    let Some(day) = rows::day_of(&office.db, &line, date_of(office, known, start)).await? else {
        return Ok(Ended::Nothing);
    };
    let taken = rows::claims(&office.db, &day).await?.iter().any(|claim| claim.taken.start == start);
    for id in rows::wishes(&office.db, &line, LOOKED).await? {
        let waiting = open(office, &id).await?;
        // Whoever booked at the desk is offered what the desk may book.
        let Ok(slot) = day.bookable(start, waiting.by, now) else { continue };
        let within = office.clock.due(now, known.reception.offer_within.value, &[]);
        let until = within.map_err(domain::refusal::Refusal::from)?.at.min(start);
        let wish = Wish::Offer(Offer { date: day.date, slot, until });
        let Ok(change) = decide(&waiting, &wish, &By::Machine, now) else { continue };
        if taken {
            break;
        }
        let mut writes = changed(office, &waiting, &change, now).await?;
        let held = Appointment { start, date: day.date, electronic: slot.electronic, ..change.appointment.clone() };
        writes.push(rows::take(&day, start));
        writes.push(rows::claim(&held, Some(until)));
        writes.push(jobs::done(job, now));
        return match commit(office, writes).await {
            Ok(()) => Ok(Ended::Written),
            // Somebody booked it meanwhile: it is not free any more.
            Err(Stop::Refused(_)) => Ok(Ended::Nothing),
            Err(stop) => Err(stop),
        };
    }
    Ok(Ended::Nothing)
}

/// Lets go what nobody confirmed in time.
pub async fn lapse_all(office: &Office, now: Timestamp) -> Result<usize, Stop> {
    let held = rows::held_past(&office.db, now, ROUND).await?;
    let mut done = 0;
    for id in &held {
        // One that cannot be let go keeps none of the others from it.
        match lapse(office, id, now).await {
            Ok(()) => done += 1,
            Err(stop) => tracing::warn!(appointment = %id, %stop, "a slot held too long was not let go"),
        }
    }
    Ok(done)
}

/// Lets go what one appointment holds too long: an offer, or itself.
pub(super) async fn lapse(office: &Office, id: &AppointmentId, now: Timestamp) -> Result<(), Stop> {
    let done = retried(|| async {
        let appointment = open(office, id).await?;
        let wish = match &appointment.offer {
            Some(offer) if offer.until <= now => Wish::DropOffer,
            _ => Wish::Lapse,
        };
        let change = decide(&appointment, &wish, &By::Machine, now)?;
        let mut writes = changed(office, &appointment, &change, now).await?;
        if wish == Wish::DropOffer {
            // Whoever does not answer is not asked again: the next has their turn.
            writes.push(rows::unwish(&appointment));
        }
        commit(office, writes).await
    });
    match done.await {
        // Somebody else let it go.
        Err(Stop::Refused(_)) => Ok(()),
        other => other,
    }
}
