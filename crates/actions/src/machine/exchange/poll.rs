//! Empties a queue of answers: each message is learnt and marked as received in one batch, and
//! acknowledged after it. A second delivery is recognised and only acknowledged again.

use connect::Failure;
use connect::exchange::{Answer, Content, Delivery};
use jiff::{SignedDuration, Timestamp};
use store::exchange::{self, Outcome, Received, Stage};
use store::jobs::{self, Leased};
use store::{Batch, Write, evidence};

use super::answer::{Settled, settle};
use crate::machine::Ended;
use crate::office::Office;
use crate::stop::Stop;

/// Messages taken in one round: a round must end before its lease does.
const ROUND: usize = 50;

/// Tries of one message while its case is being changed by somebody else.
const TRIES: usize = 5;

/// Pause before a job that this node has no settings for is looked at again, here or elsewhere.
pub(super) const ELSEWHERE: SignedDuration = SignedDuration::from_mins(1);

/// Takes what lies in the queue; the same job comes again.
pub async fn run(office: &Office, queue: &str, job: &Leased) -> Result<Ended, Stop> {
    if !office.exchange.queues().iter().any(|known| known == queue) {
        // Another node may have it: while a region restarts, settings differ.
        return Ok(Ended::Later(office.now() + ELSEWHERE));
    }
    let mut taken = 0;
    while taken < ROUND {
        let now = office.now();
        match office.exchange.receive(queue, now).await {
            Ok(Some(delivery)) => {
                taken += 1;
                take(office, queue, &delivery).await;
            }
            Ok(None) => break,
            Err(failure) => return ill(office, queue, job, &failure, now).await,
        }
    }
    let now = office.now();
    let again = if taken == ROUND { now } else { now + office.exchange.pause() };
    let batch = Batch::new().with(exchange::queue_well(queue, taken > 0, now)).with(jobs::later(job, again));
    office.db.commit(batch).await?;
    Ok(Ended::Written)
}

/// The queue does not answer: an administrator sees it, and it is asked again.
pub(super) async fn ill(
    office: &Office,
    queue: &str,
    job: &Leased,
    failure: &Failure,
    now: Timestamp,
) -> Result<Ended, Stop> {
    tracing::warn!(queue, %failure, "a queue of the exchange does not answer");
    let again = now + office.exchange.pause() * 5;
    let batch = Batch::new().with(exchange::queue_ill(queue, &failure.to_string(), now)).with(jobs::later(job, again));
    office.db.commit(batch).await?;
    Ok(Ended::Written)
}

/// One message. What goes wrong with it does not hold up the others: unacknowledged, it comes again.
async fn take(office: &Office, queue: &str, delivery: &Delivery) {
    let mut accepted = Err(Stop::Conflict);
    for _ in 0..TRIES {
        accepted = note(office, queue, delivery).await;
        if !matches!(accepted, Err(Stop::Conflict)) {
            break;
        }
    }
    match accepted {
        Ok(accepted) => {
            if let Err(failure) = office.exchange.acknowledge(&delivery.message, accepted).await {
                tracing::warn!(queue, %failure, "an acknowledgement got lost: the message will come again");
            }
        }
        Err(stop) => tracing::warn!(queue, %stop, "a message of the exchange was not taken"),
    }
}

/// Does what a message says, once. Says whether it was believed.
async fn note(office: &Office, queue: &str, delivery: &Delivery) -> Result<bool, Stop> {
    let broken = matches!(delivery.content, Content::Broken { .. });
    let seen = exchange::seen(&office.db, &delivery.message).await?;
    let refused_before = match seen.map(|seen| seen.outcome) {
        Some(Outcome::Refused) if !broken => true,
        Some(outcome) => return Ok(outcome != Outcome::Refused),
        None => false,
    };
    let now = office.now();
    let mark = |outcome: Outcome| {
        let received = Received {
            message: delivery.message.clone(),
            queue: queue.to_owned(),
            original: delivery.original.clone(),
            sender: delivery.sender.clone(),
            outcome,
            at: now,
            why: None,
        };
        // An id that a forger used before must not shut out the true message.
        if refused_before { exchange::believed(&received) } else { exchange::received(&received, None) }
    };
    match &delivery.content {
        Content::Broken { why, raw } => refuse(office, queue, delivery, why, raw, now).await.map(|()| false),
        Content::Progress(words) => {
            let moved = delivery.original.as_deref();
            let moved = moved.map(|original| exchange::moved(original, Stage::Underway, Some(words), now));
            let batch = Batch::new().with(mark(Outcome::Progress)).with_all(moved);
            office.db.commit(batch).await?;
            Ok(true)
        }
        Content::Said(answer) => said(office, delivery, answer, mark, now).await.map(|()| true),
    }
}

/// An answer to one of our messages, or to nothing we know.
async fn said(
    office: &Office,
    delivery: &Delivery,
    answer: &Answer,
    mark: impl Fn(Outcome) -> Write,
    now: Timestamp,
) -> Result<(), Stop> {
    let message = match &delivery.original {
        Some(original) => exchange::by_id(&office.db, original).await?,
        None => None,
    };
    if let Some(message) = message.as_ref().filter(|message| message.source == connect::gisgmp::SOURCE) {
        let more = vec![mark(Outcome::Learnt), exchange::moved(&message.id, Stage::Answered, None, now)];
        return crate::payment::by_message(office, message.request.as_str(), &message.id, answer, more).await;
    }
    let request = match &message {
        Some(message) => evidence::by_id(&office.db, &message.request).await?,
        None => None,
    };
    let (Some(message), Some(request)) = (message, request) else {
        office.db.commit(Batch::new().with(mark(Outcome::Unknown))).await?;
        return Ok(());
    };
    let opened = office.open_case(&request.case).await?;
    let stage = if matches!(answer, Answer::Failed { .. }) { Stage::Refused } else { Stage::Answered };
    let open = request.state.outstanding() || request.state == domain::evidence::EvidenceState::Overdue;
    let ended = !open || opened.case.state.ended();
    let outcome = if ended { Outcome::Kept } else { Outcome::Learnt };
    let more = vec![mark(outcome), exchange::moved(&message.id, stage, None, now)];
    let settled = settle(office, &opened, request, answer.clone(), now, more).await?;
    tracing::debug!(learnt = settled == Settled::Learnt, "an answer was taken");
    Ok(())
}

/// A message that may not be believed is kept for a person; its request stays open.
async fn refuse(
    office: &Office,
    queue: &str,
    delivery: &Delivery,
    why: &str,
    raw: &[u8],
    now: Timestamp,
) -> Result<(), Stop> {
    let received = Received {
        message: delivery.message.clone(),
        queue: queue.to_owned(),
        original: delivery.original.clone(),
        sender: delivery.sender.clone(),
        outcome: Outcome::Refused,
        at: now,
        why: Some(why.to_owned()),
    };
    let mut batch = Batch::new().with(exchange::received(&received, Some(raw)));
    if let Some(original) = &delivery.original
        && let Some(message) = exchange::by_id(&office.db, original).await?
        && let Some(mut request) = evidence::by_id(&office.db, &message.request).await?
        && request.state.outstanding()
    {
        request.problem = Some(why.to_owned());
        batch.push(evidence::update(&request, request.state));
    }
    office.db.commit(batch).await?;
    Ok(())
}
