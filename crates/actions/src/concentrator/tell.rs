//! Tells the cabinet of ЕПГУ how an application that came from there fares.

use connect::concentrator::OrderStatus;
use domain::id::CaseId;
use store::jobs::{self, Leased};
use store::{Batch, cases, departmental};

use crate::machine::Ended;
use crate::office::Office;
use crate::stop::Stop;

/// Tells one status, under an id that follows from the job.
pub(crate) async fn run(office: &Office, case: &CaseId, state: &str, job: &Leased) -> Result<Ended, Stop> {
    let case = cases::by_id(&office.db, case).await?.ok_or(Stop::Missing)?;
    let order = departmental::order_of_draft(&office.db, &case.draft).await?.ok_or(Stop::Missing)?;
    let Some(status) = office.concentrator.statuses.get(state) else { return Ok(Ended::Nothing) };
    let now = office.now();
    let told =
        OrderStatus { order: order.number.clone(), code: status.code.clone(), words: status.words.clone(), at: now };
    let message = office.exchange.new_message(job.id.as_str(), 0, now);
    match office.exchange.tell_order(&message, &told).await {
        Ok(()) => {
            let batch = Batch::new().with(departmental::order_told(&order, state, now)).with(jobs::done(job, now));
            office.db.commit(batch).await?;
            Ok(Ended::Written)
        }
        Err(failure) => Err(Stop::Later { system: "ЕПГУ", why: failure.to_string() }),
    }
}
