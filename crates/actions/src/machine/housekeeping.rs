//! Once a minute: moments that passed become breaches, what the law lets go is let go.

use domain::case::Actor;
use domain::timer::{self, Timer};
use jiff::{SignedDuration, Timestamp};

use crate::office::Office;
use crate::stop::Stop;

/// Timers looked at in one round.
const ROUND: i64 = 200;

/// Rounds of one sweep at most: the rest waits for the next, other duties do not wait for it.
const ROUNDS: usize = 50;

/// Marks what is late and forgets what may be forgotten. A failure is logged; the next round
/// tries again.
pub async fn keep_house(office: &Office) {
    if let Err(stop) = breaches(office).await {
        tracing::warn!(%stop, "late timers were not marked");
    }
    if let Err(stop) = super::exchange::keep(office).await {
        tracing::warn!(%stop, "the queues of the exchange were not looked after");
    }
    match crate::register::terms::pass(office).await {
        Ok(changed) if changed > 0 => tracing::info!(changed, "results came to the end of a term"),
        Ok(_) => {}
        Err(stop) => tracing::warn!(%stop, "terms of results were not looked at"),
    }
    if let Err(stop) = crate::complaint::keep(office).await {
        tracing::warn!(%stop, "terms of complaints were not looked at");
    }
    if let Err(stop) = crate::rating::keep(office).await {
        tracing::warn!(%stop, "ratings were not given away");
    }
    if let Err(stop) = crate::proactive::keep(office).await {
        tracing::warn!(%stop, "offers were not looked at");
    }
    if let Err(stop) = crate::citizen::popular::keep(office).await {
        tracing::warn!(%stop, "applications of a day were not counted");
    }
    let now = office.now();
    if let Err(stop) = crate::reception::earlier::lapse_all(office, now).await {
        tracing::warn!(%stop, "slots held too long were not let go");
    }
    match crate::reception::make::make(office, now).await {
        Ok(made) if made > 0 => tracing::info!(made, "days of reception were made"),
        Ok(_) => {}
        Err(stop) => tracing::warn!(%stop, "days of reception were not made"),
    }
    if let Err(error) = store::maintenance::purge(&office.db, now).await {
        tracing::warn!(%error, "old rows were not forgotten");
    }
    match store::maintenance::purge_drafts(&office.db, now, ROUND).await {
        Ok(erased) if !erased.is_empty() => tracing::info!(count = erased.len(), "drafts past their term were erased"),
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "drafts past their term were not erased"),
    }
}

/// Does what follows when the moments of timers have passed: a breach, a warning, the end of a
/// suspension or of waiting for an answer, an obligation that is due (SM-31).
async fn breaches(office: &Office) -> Result<(), Stop> {
    for _ in 0..ROUNDS {
        let now = office.now();
        let due = store::timers::lease(&office.db, now, now + SignedDuration::from_secs(50), ROUND).await?;
        for timer in &due {
            match pass(office, timer, now).await {
                // Somebody was faster: the timer is looked at in the next round.
                Ok(()) | Err(Stop::Conflict) => {}
                Err(Stop::Refused(refusal)) => tracing::debug!(timer = %timer.id, %refusal, "nothing to do yet"),
                Err(stop @ Stop::Later { .. }) => return Err(stop),
                // One broken case must not keep the terms of all others from being watched.
                Err(stop) => tracing::warn!(timer = %timer.id, case = %timer.case, %stop, "a timer was not looked at"),
            }
        }
        if due.len() < usize::try_from(ROUND).unwrap_or(usize::MAX) {
            return Ok(());
        }
    }
    Ok(())
}

async fn pass(office: &Office, timer: &Timer, now: Timestamp) -> Result<(), Stop> {
    let opened = office.open_case(&timer.case).await?;
    let change = office.decide(&opened, &timer::passed(&timer.what), &Actor::Machine, now)?;
    office.commit_change(&opened, &change, []).await
}
