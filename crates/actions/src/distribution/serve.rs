//! Serves the first in a line: gives pieces while there are any, in the order of the line. Whoever
//! serves writes the stock with the revision that was read, so two workers cannot give one piece.

use domain::distribution::{self as rule, EntryState, Giving, QueueEntry, Stock};
use domain::id::StockId;
use domain::job::Work;
use jiff::Timestamp;
use store::jobs::{self, Leased};
use store::{Batch, distribution};

use super::{OpenStock, PAGE, case_job, open, serve_later};
use crate::machine::Ended;
use crate::office::Office;
use crate::stop::Stop;

/// Pages of those who stand that are looked through for somebody of a kept part.
const MOST_PAGES: usize = 50;

/// Serves a stock once; a full page leaves a job for the next.
pub async fn serve(office: &Office, id: &StockId, job: &Leased) -> Result<Ended, Stop> {
    let opened = open(office, id).await?;
    let giving = Giving::of(opened.resource()?);
    let mut after = String::new();
    for _ in 0..MOST_PAGES {
        let line = distribution::line(&office.db, id, EntryState::Waiting, &after, PAGE).await?;
        let Some(last) = line.last() else { return Ok(Ended::Nothing) };
        after.clone_from(&last.sort_key);
        let mut stock = opened.stock.clone();
        let unsettled = unsettled(office, &stock).await?;
        let changed = rule::serve(&mut stock, &line, giving, unsettled);
        let full = line.len() as i64 == PAGE;
        if !changed.is_empty() {
            let now = office.now();
            let mut batch = written(office, &opened, &stock, &changed, now);
            if full {
                batch.push(serve_later(office, id, &format!("next{}", opened.stock.revision), now));
            }
            batch.push(jobs::done(job, now));
            office.db.commit(batch).await?;
            office.wake.notify_one();
            return Ok(Ended::Written);
        }
        if !full || stock.free() == 0 {
            return Ok(Ended::Nothing);
        }
    }
    Ok(Ended::Nothing)
}

/// The stock, the entries that changed, and a word to each of their cases.
fn written(office: &Office, opened: &OpenStock, stock: &Stock, changed: &[QueueEntry], now: Timestamp) -> Batch {
    let mut batch = Batch::new().with(distribution::update(stock, opened.stock.revision));
    for entry in changed {
        batch.push(distribution::change(entry, entry.revision));
        batch.push(told_later(office, entry, now));
    }
    batch
}

/// The word to the case of an entry that changed.
pub(super) fn told_later(office: &Office, entry: &QueueEntry, now: Timestamp) -> store::Write {
    let work = Work::TellCase { stock: entry.stock.clone(), case: entry.case.clone() };
    case_job(office, &entry.case, work, &format!("{}:{}", entry.stock, entry.revision), now)
}

/// Has somebody a general piece who may still turn out to be of a kept part? Asked only when that
/// can matter: when the general part is empty and a kept one is not.
async fn unsettled(office: &Office, stock: &Stock) -> Result<bool, Stop> {
    let room = stock.room();
    if room.general > 0 || room.whole() == 0 || stock.kept.is_empty() {
        return Ok(false);
    }
    let mut after = String::new();
    loop {
        let held = distribution::line(&office.db, &stock.id, EntryState::Held, &after, PAGE).await?;
        if held.iter().any(|entry| !entry.standing.shares_known()) {
            return Ok(true);
        }
        match held.last() {
            Some(last) if held.len() as i64 == PAGE => after.clone_from(&last.sort_key),
            _ => return Ok(false),
        }
    }
}
