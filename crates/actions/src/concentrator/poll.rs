//! Takes applications of ЕПГУ out of their queue: filed or answered with what is wrong, and only then
//! acknowledged, so that whatever gets lost comes again and is recognised by its order.

use connect::concentrator::Application;
use connect::exchange::{Response, Says};
use domain::job::Work;
use jiff::Timestamp;
use regulation::concentrator::Map;
use store::jobs::{self, Leased};
use store::{Batch, exchange};

use super::apply::{Applied, apply};
use crate::machine::Ended;
use crate::office::Office;
use crate::stop::Stop;

/// Applications taken in one round.
const ROUND: usize = 50;

/// Takes what lies there; the same job comes again.
pub(crate) async fn run(office: &Office, job: &Leased) -> Result<Ended, Stop> {
    let mut taken = 0;
    for map in &office.concentrator.maps {
        for _ in 0..ROUND {
            let now = office.now();
            match office.exchange.application((&map.namespace, &map.root), now).await {
                Ok(Some(application)) => {
                    taken += 1;
                    if let Err(stop) = take(office, map, &application, now).await {
                        // It was not acknowledged and comes again; the others do not wait for it.
                        tracing::warn!(%stop, message = application.message, "an application of ЕПГУ was not taken");
                        break;
                    }
                }
                Ok(None) => break,
                Err(failure) => {
                    tracing::warn!(%failure, "applications of ЕПГУ cannot be taken");
                    let ill = exchange::queue_ill(Work::APPLICATIONS, &failure.to_string(), now);
                    let later = jobs::later(job, now + office.exchange.pause() * 5);
                    office.db.commit(Batch::new().with(ill).with(later)).await?;
                    return Ok(Ended::Written);
                }
            }
        }
    }
    let now = office.now();
    let well = exchange::queue_well(Work::APPLICATIONS, taken > 0, now);
    office.db.commit(Batch::new().with(well).with(jobs::later(job, now + office.exchange.pause()))).await?;
    Ok(Ended::Written)
}

async fn take(office: &Office, map: &Map, application: &Application, now: Timestamp) -> Result<(), Stop> {
    let believed = application.body.is_ok();
    if let Ok(body) = &application.body
        && let Applied::Wrong(words) = apply(office, map, application, body, now).await?
    {
        let answer = Response {
            message: office.exchange.answering_message(&application.message, now),
            to: application.reply_to.clone(),
            original: application.message.clone(),
            says: Says::NotUnderstood(words),
        };
        office.exchange.refuse_application(&answer).await.map_err(later)?;
    }
    office.exchange.application_taken(&application.message, believed).await.map_err(later)
}

fn later(failure: connect::Failure) -> Stop {
    Stop::Later { system: "ЕПГУ", why: failure.to_string() }
}
