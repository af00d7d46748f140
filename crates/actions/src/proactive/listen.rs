//! Reads on in the feed of events. A page, its jobs and the cursor are one batch: what is not
//! committed is read again, what is read twice is kept once.

use connect::Failure;
use domain::id::JobId;
use domain::job::{Job, Work};
use jiff::SignedDuration;
use store::consents::{self, Event};
use store::jobs::{self, Leased};
use store::{Batch, marks};

use crate::machine::Ended;
use crate::office::Office;
use crate::stop::Stop;

/// Name of the mark that says how far the feed was read.
const MARK: &str = "events-cursor";

/// How often the feed is looked at: an event becomes a case within a minute (PROACTIVE-01).
const PERIOD: SignedDuration = SignedDuration::from_secs(5);

/// Pages of one round at most: a round must end before its lease does.
const PAGES: usize = 10;

/// One round; the job comes again by itself.
pub(crate) async fn listen(office: &Office, _job: &Leased) -> Result<Ended, Stop> {
    let Some(feed) = &office.events else { return Ok(Ended::Nothing) };
    for _ in 0..PAGES {
        let cursor = marks::get(&office.db, MARK).await?;
        let page = feed.after(cursor.as_deref()).await.map_err(failed)?;
        if page.events.is_empty() {
            break;
        }
        let now = office.now();
        let mut batch = Batch::new();
        for told in page.events {
            let key = format!("{}/{}", told.register, told.id);
            let event = Event { key, kind: told.kind, snils: told.snils, at: told.at, told: told.told };
            let id = JobId(office.new_id(event.bucket()));
            let work = Work::TakeEvent { event: event.key.clone() };
            let job = Job { id, work, due_at: now, key: format!("take_event:{}", event.key) };
            batch.push(consents::take_event(&event, now));
            batch.push(jobs::insert(&job));
        }
        batch.push(marks::set(MARK, &page.cursor));
        office.db.commit(batch).await?;
        office.wake.notify_one();
    }
    Ok(Ended::Later(office.now() + PERIOD))
}

fn failed(failure: Failure) -> Stop {
    match failure {
        Failure::Later { system, reason } => Stop::Later { system, why: reason },
        rejected @ Failure::Rejected { .. } => Stop::broken("reading events of registers")(rejected),
    }
}
