//! The exchange with other authorities: a request is written, sent, answered; queues are emptied;
//! other authorities ask our register (PROCEDURE-06, SCHEME-02, INTEG-01).
//!
//! A request is sent under a message id that was written before, so a repeated sending is the same
//! message. What comes out of a queue is learnt and marked as received in one batch and only then
//! acknowledged: whatever gets lost in between comes again and is recognised.

mod answer;
mod ask;
mod poll;
mod questions;
mod reuse;

use domain::id::JobId;
use domain::job::{Job, Work};
use store::exchange::Stage;
use store::{Batch, jobs};

use crate::office::Office;
use crate::stop::Stop;

pub(crate) use answer::settle;
pub use ask::run as ask;

/// Words about our messages read in one round.
const WORDS: usize = 200;

/// Takes what lies in a queue.
pub async fn poll(office: &Office, queue: &str, job: &jobs::Leased) -> Result<super::Ended, Stop> {
    match queue {
        Work::QUESTIONS => questions::run(office, job).await,
        Work::APPLICATIONS => crate::concentrator::poll(office, job).await,
        Work::PAYMENTS => crate::payment::poll(office, job).await,
        Work::EVENTS => crate::proactive::listen(office, job).await,
        queue => poll::run(office, queue, job).await,
    }
}

/// Sees to it that each queue has the one job that empties it, and hears how our messages fare.
pub async fn keep(office: &Office) -> Result<(), Stop> {
    let mut queues = office.exchange.queues();
    if office.exchange.is_asked() {
        queues.push(Work::QUESTIONS.to_owned());
    }
    if office.exchange.takes_applications() && !office.concentrator.maps.is_empty() {
        queues.push(Work::APPLICATIONS.to_owned());
    }
    if office.exchange.takes_notices() && office.treasury.is_some() {
        queues.push(Work::PAYMENTS.to_owned());
    }
    if office.events.is_some() {
        queues.push(Work::EVENTS.to_owned());
    }
    let now = office.now();
    let job = |queue: String| {
        let key = format!("poll:{queue}");
        jobs::insert(&Job { id: JobId(office.new_id(0)), work: Work::Poll { queue }, due_at: now, key })
    };
    let batch = Batch::new().with_all(queues.into_iter().map(job));
    office.db.commit(batch).await?;
    hear(office).await
}

/// Writes what the exchange says of our messages beside them, for the reconciliation.
async fn hear(office: &Office) -> Result<(), Stop> {
    for _ in 0..WORDS {
        let now = office.now();
        let word = match office.exchange.standing(now).await {
            Ok(Some(word)) => word,
            Ok(None) => break,
            Err(failure) => {
                tracing::warn!(%failure, "the exchange does not say how messages fare");
                break;
            }
        };
        let stage = match word.stage {
            connect::exchange::Stage::Refused => Stage::Refused,
            // It never arrived: the overview shows it, and it can be sent again.
            connect::exchange::Stage::Unknown => Stage::Made,
            // An answer counts once it was learnt, not when the exchange has it.
            _ => Stage::Underway,
        };
        let moved = store::exchange::moved(&word.message, stage, Some(&word.words), now);
        office.db.commit(Batch::new().with(moved)).await?;
    }
    Ok(())
}
