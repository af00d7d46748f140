//! A granted wish becomes one batch: the case, its journal, notices, requests, jobs, timers.

use domain::case::{Case, Change};
use domain::id::CaseId;
use regulation::package::Regulation;
use std::sync::Arc;
use store::batch::{Batch, Write};
use store::journal::Head;
use store::{StoreError, cases, evidence, jobs, notices, timers};

use crate::office::Office;
use crate::stop::Stop;

/// A case read for a change, with what the writer must find unchanged.
#[derive(Debug)]
pub struct Opened {
    /// The case as it stands.
    pub case: Case,
    /// The head of its journal.
    pub head: Head,
    /// The edition it is pinned to.
    pub regulation: Arc<Regulation>,
}

impl Office {
    /// Reads a case for a change. Whose it is must be asked by the caller.
    pub async fn open_case(&self, id: &CaseId) -> Result<Opened, Stop> {
        let (case, head) = cases::to_change(&self.db, id).await?.ok_or(Stop::Missing)?;
        let regulation = self
            .library
            .edition(&case.service, &case.version)
            .cloned()
            .ok_or(Stop::Refused(domain::refusal::Refusal::EditionUnknown))?;
        Ok(Opened { case, head, regulation })
    }

    /// Asks the rule about a wish.
    pub fn decide(
        &self,
        opened: &Opened,
        wish: &domain::case::Wish,
        by: &domain::case::Actor,
        now: jiff::Timestamp,
    ) -> Result<Change, Stop> {
        let ids = |bucket| self.new_id(bucket);
        let context = domain::case::Context {
            regulation: &opened.regulation,
            clock: &self.clock,
            region: &self.region,
            ids: &ids,
        };
        Ok(domain::case::decide(&opened.case, wish, by, &context, now)?)
    }

    /// Writes a change of an opened case, with further writes in the same batch.
    pub async fn commit_change(
        &self,
        opened: &Opened,
        change: &Change,
        more: impl IntoIterator<Item = Write>,
    ) -> Result<(), Stop> {
        let writes = cases::update(&change.case, opened.case.revision, &opened.head, &change.journal);
        let batch = Batch::new().with_all(writes).with_all(beside(change)).with_all(more);
        self.db.commit(batch).await?;
        if !change.jobs.is_empty() {
            self.wake.notify_one();
        }
        Ok(())
    }
}

/// The rows that a change writes beside the case itself.
pub fn beside(change: &Change) -> Vec<Write> {
    let mut writes: Vec<Write> = Vec::new();
    writes.extend(change.notices.iter().flat_map(notices::insert));
    writes.extend(change.requests.iter().map(evidence::save));
    writes.extend(change.timers.iter().map(timers::save));
    writes.extend(change.jobs.iter().map(jobs::insert));
    writes
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict { .. } => Self::Conflict,
            StoreError::Unavailable { .. } => Self::Later { system: "database", why: error.to_string() },
            StoreError::Broken { .. } => Self::Broken { doing: "using the database", source: Box::new(error) },
        }
    }
}
