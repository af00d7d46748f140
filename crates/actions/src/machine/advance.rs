//! Runs the machine over a case: takes every step the criteria allow, then leaves it.

use domain::case::{Actor, Next, WaitFor, Wish, advance};
use domain::id::CaseId;
use store::jobs::Leased;

use super::{Ended, after, end};
use crate::commit::Opened;
use crate::departmental::{self, Step};
use crate::desk::assignment;
use crate::distribution;
use crate::office::Office;
use crate::register::{self, Automatic};
use crate::stop::Stop;

/// Steps one job may take; a regulation that needs more is a loop.
const MOST_STEPS: usize = 64;

/// Takes steps until the case waits for somebody else.
pub async fn run(office: &Office, case: &CaseId, job: &Leased) -> Result<Ended, Stop> {
    for _ in 0..MOST_STEPS {
        let opened = office.open_case(case).await?;
        let now = office.now();
        if after::follow(office, &opened, now).await? {
            continue;
        }
        if let Some(system) = departmental::system_of(office, &opened.case)
            && let Step::Ended(ended) = departmental::step(office, &opened, system, job, now).await?
        {
            return Ok(ended);
        }
        if learn_from_register(office, &opened, now).await? {
            continue;
        }
        if distribution::join::join_later(office, &opened, now).await? {
            continue;
        }
        if crate::payment::holds(office, &opened).await? {
            return finish(office, job, now).await;
        }
        match next(office, &opened, now) {
            Next::Do(wish) => take(office, &opened, &wish, now).await?,
            Next::Issue { .. } => match register::issue_automatically(office, case, now).await? {
                Automatic::Issued => {}
                Automatic::Person { .. } if opened.case.needs_person.is_some() => {
                    return finish(office, job, now).await;
                }
                Automatic::Person { reason } => take(office, &opened, &Wish::CallPerson { reason }, now).await?,
                Automatic::NotMine => return finish(office, job, now).await,
            },
            Next::Wait(WaitFor::Official) => {
                assignment::assign(office, case, now).await?;
                return finish(office, job, now).await;
            }
            Next::Wait(_) | Next::Done => return finish(office, job, now).await,
        }
    }
    Err(Stop::Broken { doing: "advancing a case", source: "the regulation makes the machine go in circles".into() })
}

/// Puts into the case what the register of results holds for it; true when there was anything.
async fn learn_from_register(office: &Office, opened: &Opened, now: jiff::Timestamp) -> Result<bool, Stop> {
    let Some((facts, log)) = register::given::learn(office, opened, now).await? else { return Ok(false) };
    match office.decide(opened, &Wish::Learn { facts }, &Actor::Machine, now) {
        Ok(change) => office.commit_change(opened, &change, log).await.map(|()| true),
        // The case waits for somebody and learns nothing now.
        Err(Stop::Refused(_)) => Ok(false),
        Err(stop) => Err(stop),
    }
}

fn next(office: &Office, opened: &Opened, now: jiff::Timestamp) -> Next {
    let ids = |bucket| office.new_id(bucket);
    let context = domain::case::Context {
        regulation: &opened.regulation,
        clock: &office.clock,
        region: &office.region,
        ids: &ids,
    };
    advance(&opened.case, &context, now)
}

async fn take(office: &Office, opened: &Opened, wish: &Wish, now: jiff::Timestamp) -> Result<(), Stop> {
    let change = office.decide(opened, wish, &Actor::Machine, now)?;
    office.commit_change(opened, &change, []).await
}

async fn finish(office: &Office, job: &Leased, now: jiff::Timestamp) -> Result<Ended, Stop> {
    office.db.commit(store::Batch::new().with(end(job, now))).await?;
    Ok(Ended::Written)
}
