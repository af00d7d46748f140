//! A granted wish becomes one batch: the case, its journal, notices, requests, jobs, timers.

use std::sync::Arc;

use domain::case::{Actor, Case, Change, Context, Wish};
use domain::channels;
use domain::id::CaseId;
use domain::notice::{Channel, Notice};
use domain::person::Person;
use jiff::Timestamp;
use regulation::package::Regulation;
use store::journal::Head;
use store::{Batch, StoreError, Write, cases, changes, jobs, notices, people};

use crate::office::Office;
use crate::reception::application;
use crate::register::rounds;
use crate::stop::Stop;
use crate::{concentrator, departmental, payment, watch};

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
    pub fn decide(&self, opened: &Opened, wish: &Wish, by: &Actor, now: Timestamp) -> Result<Change, Stop> {
        let ids = |bucket| self.new_id(bucket);
        let context = Context { regulation: &opened.regulation, clock: &self.clock, region: &self.region, ids: &ids };
        Ok(domain::case::decide(&opened.case, wish, by, &context, now)?)
    }

    /// Writes a change of an opened case, with further writes in the same batch.
    pub async fn commit_change(
        &self,
        opened: &Opened,
        change: &Change,
        more: impl IntoIterator<Item = Write>,
    ) -> Result<(), Stop> {
        let now = self.now();
        let (change, entries) = rounds::along(self, opened, change, now).await?;
        let change = self.with_copies(&change).await?;
        let mut outside = departmental::following(self, &opened.case, &change, now);
        outside.extend(concentrator::following(self, &opened.case, &change, now));
        outside.extend(payment::following(self, &opened.case, &opened.regulation, &change, now));
        let freed = application::freed(self, &opened.case, &opened.regulation, &change, now).await?;
        outside.extend(freed);
        let outside_waits = !outside.is_empty();
        let shown = watch::shown(self, &opened.case, &change, now);
        let writes = changes::later(&change, opened.case.revision, &opened.head);
        let batch = Batch::new().with_all(writes).with_all(outside).with_all(shown).with_all(entries).with_all(more);
        self.db.commit(batch).await?;
        if outside_waits || !change.jobs.is_empty() {
            self.wake.notify_one();
        }
        Ok(())
    }

    /// Queues copies of the notices by the channels their person chose (STATUS-03).
    pub(crate) async fn with_copies(&self, change: &Change) -> Result<Change, Stop> {
        let mut change = change.clone();
        if change.notices.is_empty() {
            return Ok(change);
        }
        let ids = |bucket| self.new_id(bucket);
        change.notices = domain::joint::told(&change, &ids);
        let joint = change.case.joint.iter().map(|one| one.person.clone());
        for id in std::iter::once(change.case.applicant.clone()).chain(joint).collect::<Vec<_>>() {
            let person = people::by_id(&self.db, &id).await?.ok_or(Stop::Missing)?;
            let switched_off: Vec<Channel> =
                person.channels.iter().filter(|(_, state)| !state.works()).map(|(channel, _)| *channel).collect();
            for notice in change.notices.iter_mut().filter(|notice| notice.person == id) {
                change.jobs.extend(channels::copy(notice, &person, &switched_off, &ids, notice.at));
            }
        }
        Ok(change)
    }

    /// Writes a notice that is not about a case, with its copies by the channels its person chose
    /// (STATUS-03).
    pub(crate) fn with_own_copies(&self, mut notice: Notice, person: &Person, now: Timestamp) -> Vec<Write> {
        let switched_off: Vec<Channel> =
            person.channels.iter().filter(|(_, state)| !state.works()).map(|(channel, _)| *channel).collect();
        let ids = |bucket| self.new_id(bucket);
        let copies = channels::copy(&mut notice, person, &switched_off, &ids, now);
        let mut writes = notices::insert(&notice);
        writes.extend(copies.iter().map(jobs::insert));
        writes
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict { .. } => Self::Conflict,
            StoreError::Unavailable { .. } => Self::Later { system: "database", why: error.to_string() },
            StoreError::Broken(_) => Self::Broken { doing: "using the database", source: Box::new(error) },
        }
    }
}
