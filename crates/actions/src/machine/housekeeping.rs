//! Once a minute: moments that passed become breaches, what the law lets go is let go.

use domain::case::Actor;
use jiff::SignedDuration;

use crate::office::Office;
use crate::stop::Stop;

/// Timers looked at in one round.
const ROUND: i64 = 200;

/// Marks what is late and forgets what may be forgotten. A failure is logged; the next round
/// tries again.
pub async fn keep_house(office: &Office) {
    if let Err(stop) = breaches(office).await {
        tracing::warn!(%stop, "late timers were not marked");
    }
    match crate::register::terms::pass(office).await {
        Ok(changed) if changed > 0 => tracing::info!(changed, "results came to the end of a term"),
        Ok(_) => {}
        Err(stop) => tracing::warn!(%stop, "terms of results were not looked at"),
    }
    let now = office.now();
    if let Err(error) = store::maintenance::purge(&office.db, now).await {
        tracing::warn!(%error, "old rows were not forgotten");
    }
    match store::maintenance::purge_drafts(&office.db, now, ROUND).await {
        Ok(erased) if !erased.is_empty() => tracing::info!(count = erased.len(), "drafts past their term were erased"),
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "drafts past their term were not erased"),
    }
}

async fn breaches(office: &Office) -> Result<(), Stop> {
    let now = office.now();
    for timer in store::timers::lease(&office.db, now, now + SignedDuration::from_secs(50), ROUND).await? {
        let opened = office.open_case(&timer.case).await?;
        match office.decide(&opened, &domain::timer::passed(&timer.what), &Actor::Machine, now) {
            Ok(change) => match office.commit_change(&opened, &change, []).await {
                // Somebody was faster: the timer is looked at in the next round.
                Ok(()) | Err(Stop::Conflict) => {}
                Err(stop) => return Err(stop),
            },
            Err(Stop::Refused(refusal)) => tracing::debug!(timer = %timer.id, %refusal, "nothing to breach"),
            Err(stop) => return Err(stop),
        }
    }
    Ok(())
}
