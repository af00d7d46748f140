//! What okno does by itself: one file per kind of job, and the housekeeping of timers.

mod advance;
mod after;
mod exchange;
mod housekeeping;
mod letters;
mod proactive;
mod recount;
mod send;

use domain::job::Work;
use jiff::{SignedDuration, Timestamp};
use store::jobs::{self, Leased};
use store::{Batch, Write};

use crate::distribution;
use crate::office::Office;
use crate::stop::Stop;
use crate::{concentrator, departmental, payment};

pub(crate) use exchange::settle;
pub use housekeeping::keep_house;
pub use proactive::{Trigger, start_proactively};
pub use recount::begin;

/// How a job ended.
#[derive(Debug)]
pub enum Ended {
    /// Its outcome is written, the end of the job with it.
    Written,
    /// There was nothing to write.
    Nothing,
    /// Not now; look again at that moment.
    Later(Timestamp),
}

/// Does one leased job and writes how it ended. A job that fails is tried again after a growing
/// pause; after the last try it is parked where a person sees it. One that waits for a system that
/// does not answer is not parked for a week.
pub async fn perform(office: &Office, job: &Leased) {
    let done = match &job.work {
        Work::Intake { case } | Work::Advance { case } => advance::run(office, case, job).await,
        Work::Ask { request } => exchange::ask(office, request, job).await,
        Work::Poll { queue } => exchange::poll(office, queue, job).await,
        Work::Recount { calendar, after } => recount::run(office, calendar, after.as_ref(), job).await,
        Work::Mail { notice } => send::mail(office, notice, job).await,
        Work::SendResult { sending } => crate::register::send::run(office, sending, job).await,
        Work::ServeStock { stock } => distribution::serve(office, stock, job).await,
        Work::DealStock { stock, after } => distribution::deal_page(office, stock, *after, job).await,
        Work::JoinStock { stock, after } => distribution::join_page(office, stock, after.as_deref(), job).await,
        Work::TellCase { stock, case } => distribution::tell(office, stock, case, job).await,
        Work::SettlePlaces { case } => distribution::settle(office, case, job).await,
        Work::Ship { case, output } => crate::delivery::ship(office, case, output, job).await,
        Work::Track { case, output, shipment } => crate::delivery::track(office, case, output, *shipment, job).await,
        Work::Sms { notice } => send::sms(office, notice, job).await,
        Work::TellSystem { case, news } => departmental::tell(office, case, news, job).await,
        Work::OfferSlot { line, start } => crate::reception::earlier::offer(office, line, *start, job).await,
        Work::Charge { case } => payment::see_to(office, case, job).await,
        Work::AskPayment { charge, once } => payment::ask(office, charge, *once, job).await,
        Work::TellOrder { case, state } => concentrator::tell(office, case, state, job).await,
        Work::SendComplaint { complaint } => crate::complaint::send(office, complaint, job).await,
        Work::SendRating { rating } => crate::rating::send(office, rating, job).await,
        Work::TakeEvent { event } => crate::proactive::take(office, event, job).await,
        Work::ReconcileRatings { day } => crate::rating::reconcile(office, *day).await,
    };
    departmental::health::of_job(office, &job.work, &done).await;
    let now = office.now();
    let end = match done {
        Ok(Ended::Written) => return,
        Ok(Ended::Nothing) => jobs::done(job, now),
        Ok(Ended::Later(due)) => jobs::later(job, due),
        // Somebody changed the case meanwhile: their change leaves its own job, this one looks again.
        Err(Stop::Conflict) => jobs::later(job, now + SignedDuration::from_millis(200)),
        Err(Stop::Missing) => jobs::park(job, now, "what the job is about is not there"),
        // Somebody else's outage, however long, is no fault of the job.
        Err(stop @ Stop::Later { .. }) => {
            tracing::warn!(work = job.work.name(), job = %job.id, attempt = job.attempt, %stop, "a job waits");
            jobs::unavailable(job, now, &stop.to_string())
        }
        Err(stop) => {
            tracing::warn!(work = job.work.name(), job = %job.id, attempt = job.attempt, %stop, "a job failed");
            jobs::failed(job, now, &stop.to_string())
        }
    };
    if let Err(error) = office.db.commit(Batch::new().with(end)).await {
        // The lease runs out and the job is done again: it is idempotent.
        tracing::warn!(work = job.work.name(), job = %job.id, %error, "the end of a job was not written");
    }
}

/// The write that ends a job together with its outcome.
fn end(job: &Leased, now: Timestamp) -> Write {
    jobs::done(job, now)
}
