//! The calendar changed: every running term is counted anew, a page of open cases at a time, so
//! that there is never a list of all of them in memory (SEC-05, SM-31).

use domain::case::{Actor, Wish};
use domain::id::{CaseId, JobId};
use domain::job::{Job, Work};
use domain::timer;
use store::jobs::{self, Leased};
use store::{Batch, cases, marks};

use super::{Ended, end};
use crate::office::Office;
use crate::stop::Stop;

/// Name of the mark that says which calendar the terms were counted with.
const MARK: &str = "calendar";

/// Cases of one job.
const PAGE: i64 = 100;

/// Tries when somebody changes the same case at the same moment.
const TRIES: usize = 5;

/// At the start of the program: if the calendar is another than the terms were counted with,
/// leaves a job that counts them anew. True when it did.
pub async fn begin(office: &Office) -> Result<bool, Stop> {
    let calendar = timer::calendar_mark(&office.clock);
    if marks::get(&office.db, MARK).await?.as_deref() == Some(calendar.as_str()) {
        return Ok(false);
    }
    let batch = Batch::new().with(marks::set(MARK, &calendar)).with(jobs::insert(&job(office, &calendar, None)));
    office.db.commit(batch).await?;
    office.wake.notify_one();
    Ok(true)
}

fn job(office: &Office, calendar: &str, after: Option<CaseId>) -> Job {
    let now = office.now();
    // The moment is in the key: a calendar can be changed back and count again.
    let last = after.as_ref().map_or_else(|| now.as_millisecond().to_string(), ToString::to_string);
    let key = format!("recount:{calendar}:{last}");
    let work = Work::Recount { calendar: calendar.to_owned(), after };
    Job { id: JobId(office.new_owner_id()), work, due_at: now, key }
}

/// Counts one page and leaves the next.
pub async fn run(office: &Office, calendar: &str, after: Option<&CaseId>, leased: &Leased) -> Result<Ended, Stop> {
    // A newer calendar came meanwhile: its own job counts, with this program or another.
    if timer::calendar_mark(&office.clock) != calendar {
        return Ok(Ended::Nothing);
    }
    let page = cases::still_open(&office.db, after, PAGE).await?;
    for case in &page {
        recount(office, case).await?;
    }
    let next = page.last().filter(|_| page.len() as i64 == PAGE);
    let now = office.now();
    let mut batch = Batch::new().with(end(leased, now));
    if let Some(last) = next {
        batch = batch.with(jobs::insert(&job(office, calendar, Some(last.clone()))));
    }
    office.db.commit(batch).await?;
    office.wake.notify_one();
    Ok(Ended::Written)
}

async fn recount(office: &Office, case: &CaseId) -> Result<(), Stop> {
    for _ in 0..TRIES {
        let opened = office.open_case(case).await?;
        let change = match office.decide(&opened, &Wish::Recount, &Actor::Machine, office.now()) {
            Ok(change) => change,
            // Nothing moved, or the clock stands still and is counted when it goes on.
            Err(Stop::Refused(_)) => return Ok(()),
            Err(stop) => return Err(stop),
        };
        match office.commit_change(&opened, &change, []).await {
            Err(Stop::Conflict) => {}
            done => return done,
        }
    }
    Err(Stop::Conflict)
}
