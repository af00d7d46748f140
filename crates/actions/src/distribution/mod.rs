//! Distribution of limited resources (PROCEDURE-09): a case joins a line, a stock serves it, a
//! whole list is dealt, an offer is answered; and what each of them may see of it.
//!
//! The line stands with the stock, the place with the case, and they lie in different buckets: each
//! is changed in a batch of its own, and the job that the batch leaves tells the other.

pub mod answer;
pub mod deal;
pub mod join;
pub mod look;
pub mod publish;
mod serve;
mod settle;

pub use deal::{deal_page, join_page};
pub use serve::serve;
pub use settle::{settle, tell};

use std::sync::Arc;

use domain::distribution::Stock;
use domain::id::{CaseId, JobId, StockId};
use domain::job::{Job, Work};
use domain::refusal::Refusal;
use jiff::Timestamp;
use regulation::package::{Regulation, Resource};

use crate::office::Office;
use crate::stop::Stop;

/// Entries written in one batch.
const PAGE: i64 = 200;

/// A stock with the edition it was published by.
#[derive(Debug, Clone)]
pub struct OpenStock {
    /// The stock.
    pub stock: Stock,
    /// The edition.
    pub regulation: Arc<Regulation>,
}

impl OpenStock {
    /// Its resource in the regulation.
    pub fn resource(&self) -> Result<&Resource, Stop> {
        let found = self.regulation.resources.iter().find(|one| one.id == self.stock.key.resource);
        found.ok_or(Stop::Refused(Refusal::EditionUnknown))
    }
}

/// Reads a stock; whose it is must be asked by the caller.
async fn open(office: &Office, id: &StockId) -> Result<OpenStock, Stop> {
    let stock = store::distribution::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    with_edition(office, stock)
}

fn with_edition(office: &Office, stock: Stock) -> Result<OpenStock, Stop> {
    let regulation = office.library.edition(&stock.key.service, &stock.version).cloned();
    Ok(OpenStock { regulation: regulation.ok_or(Stop::Refused(Refusal::EditionUnknown))?, stock })
}

/// A job in the bucket of a stock; `once` makes its key unlike that of any other.
fn stock_job(office: &Office, stock: &StockId, work: Work, once: &str, now: Timestamp) -> store::Write {
    let key = format!("{}:{stock}:{once}", work.name());
    store::jobs::insert(&Job { id: JobId(office.new_id(stock.bucket())), work, due_at: now, key })
}

/// A job in the bucket of a case.
fn case_job(office: &Office, case: &CaseId, work: Work, once: &str, now: Timestamp) -> store::Write {
    let key = format!("{}:{case}:{once}", work.name());
    store::jobs::insert(&Job { id: JobId(office.new_id(case.bucket())), work, due_at: now, key })
}

/// The job that serves the first in a line after something changed there.
fn serve_later(office: &Office, stock: &StockId, once: &str, now: Timestamp) -> store::Write {
    stock_job(office, stock, Work::ServeStock { stock: stock.clone() }, once, now)
}
