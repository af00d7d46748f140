//! Notices of ГИС ГМП: payments and quittances that it tells of by itself. Taken once however often
//! they come, confirmed, and only then acknowledged.

use connect::concentrator::Application;
use connect::gisgmp::{self, Message};
use domain::case::Actor;
use domain::charge::Wish;
use domain::job::Work;
use jiff::Timestamp;
use store::jobs::{self, Leased};
use store::{Batch, charges, exchange};

use super::answer::proofs;
use super::wish;
use crate::machine::Ended;
use crate::office::Office;
use crate::stop::Stop;

/// Notices taken in one round.
const ROUND: usize = 50;

/// Takes what lies there; the same job comes again.
pub(crate) async fn run(office: &Office, job: &Leased) -> Result<Ended, Stop> {
    let mut taken = 0;
    for _ in 0..ROUND {
        let now = office.now();
        match office.exchange.notice(now).await {
            Ok(Some(notice)) => {
                taken += 1;
                if let Err(stop) = take(office, &notice, now).await {
                    // It was not acknowledged and comes again.
                    tracing::warn!(%stop, message = notice.message, "a notice of ГИС ГМП was not taken");
                    break;
                }
            }
            Ok(None) => break,
            Err(failure) => {
                tracing::warn!(%failure, "notices of ГИС ГМП cannot be taken");
                let ill = exchange::queue_ill(Work::PAYMENTS, &failure.to_string(), now);
                let later = jobs::later(job, now + office.exchange.pause() * 5);
                office.db.commit(Batch::new().with(ill).with(later)).await?;
                return Ok(Ended::Written);
            }
        }
    }
    let now = office.now();
    let well = exchange::queue_well(Work::PAYMENTS, taken > 0, now);
    office.db.commit(Batch::new().with(well).with(jobs::later(job, now + office.exchange.pause()))).await?;
    Ok(Ended::Written)
}

async fn take(office: &Office, notice: &Application, now: Timestamp) -> Result<(), Stop> {
    let read = notice.body.as_ref().ok().and_then(|body| gisgmp::read(body).ok());
    let Some(told) = read else {
        // What may not be believed, or is no notice at all, must not come again for ever.
        tracing::warn!(message = notice.message, "a notice of ГИС ГМП was not understood");
        return office.exchange.notice_taken(&notice.message, notice.body.is_ok()).await.map_err(later);
    };
    if let Message::Notice { payment, .. } = &told.message
        && let Some(uin) = &payment.uin
        && let Some(charge) = charges::by_uin(&office.db, uin).await?
    {
        let proofs = proofs(std::slice::from_ref(payment), uin, told.envelope.at);
        let prove = Wish::Prove { uin: uin.clone(), proofs, answers: None };
        match wish::wish(office, &charge.id, &prove, &Actor::Machine).await {
            Ok(_) | Err(Stop::Refused(_)) => {}
            Err(stop) => return Err(stop),
        }
    }
    if let Message::Notice { route, recipient, .. } | Message::OtherNotice { route, recipient, .. } = &told.message {
        let id = office.exchange.answering_message(&notice.message, now);
        let body = gisgmp::confirmation(&id, &told.envelope.id, route, recipient, now);
        office.exchange.confirm_notice(&id, &notice.reply_to, body).await.map_err(later)?;
    }
    office.exchange.notice_taken(&notice.message, true).await.map_err(later)
}

fn later(failure: connect::Failure) -> Stop {
    Stop::Later { system: "ГИС ГМП", why: failure.to_string() }
}
