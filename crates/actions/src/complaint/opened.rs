//! A complaint read for a change, and its commit: the complaint, its journal, notices with their
//! copies, jobs, in one batch with whatever else goes along.

use domain::case::Actor;
use domain::channels;
use domain::complaint::{Change, Complaint, Context, Entry, Wish, acted, decide};
use domain::id::{ComplaintId, OfficialId};
use domain::notice::Channel;
use store::journal::Head;
use store::{Batch, Write, cases, complaints, journal, people};

use crate::office::Office;
use crate::stop::Stop;

/// Tries when somebody reads the same complaint at the same moment.
const TRIES: usize = 5;

/// A complaint with what the writer must find unchanged.
#[derive(Debug)]
pub(super) struct Opened {
    pub complaint: Complaint,
    pub head: Head,
    /// Who had a part in the case it is about.
    pub acted: Vec<OfficialId>,
}

/// Reads it. Whose it is must be asked by the caller.
pub(super) async fn opened(office: &Office, id: &ComplaintId) -> Result<Opened, Stop> {
    let (complaint, head) = complaints::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    let acted = match &complaint.about {
        None => Vec::new(),
        Some(about) => {
            let case = cases::by_id(&office.db, &about.case).await?.ok_or(Stop::Missing)?;
            let stored = journal::of_case(&office.db, &about.case).await?;
            let entries: Vec<_> = stored.into_iter().map(|one| one.entry).collect();
            acted(&case, &entries)
        }
    };
    Ok(Opened { complaint, head, acted })
}

impl Opened {
    /// Asks the rule.
    pub fn decide(&self, office: &Office, wish: &Wish, by: &Actor) -> Result<Change, Stop> {
        let ids = |bucket| office.new_id(bucket);
        let context = Context { region: &office.region, clock: &office.clock, acted: &self.acted, ids: &ids };
        Ok(decide(&self.complaint, wish, by, &context, office.now())?)
    }

    /// The writes of a change, copies of its notices among them.
    pub async fn writes(&self, office: &Office, change: &Change) -> Result<Vec<Write>, Stop> {
        let mut change = change.clone();
        if !change.notices.is_empty() {
            let person = people::by_id(&office.db, &change.complaint.person).await?.ok_or(Stop::Missing)?;
            let broken = person.channels.iter().filter(|(_, state)| !state.works());
            let switched_off: Vec<Channel> = broken.map(|(channel, _)| *channel).collect();
            let ids = |bucket| office.new_id(bucket);
            for notice in &mut change.notices {
                change.jobs.extend(channels::copy(notice, &person, &switched_off, &ids, notice.at));
            }
        }
        Ok(complaints::update(&change, self.complaint.revision, &self.head))
    }

    /// Writes a change, with further writes in the same batch.
    pub async fn commit(
        &self,
        office: &Office,
        change: &Change,
        more: impl IntoIterator<Item = Write>,
    ) -> Result<(), Stop> {
        let batch = Batch::new().with_all(self.writes(office, change).await?).with_all(more);
        office.db.commit(batch).await?;
        office.wake.notify_one();
        Ok(())
    }
}

/// Writes what happened to a complaint that does not change by it.
pub(super) async fn note(office: &Office, id: &ComplaintId, entry: &Entry) -> Result<(), Stop> {
    for _ in 0..TRIES {
        let (_, head) = complaints::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
        let writes = complaints::note(id, &head, std::slice::from_ref(entry));
        match office.db.commit(Batch::new().with_all(writes)).await {
            Err(error) if error.is_conflict() => {}
            done => return done.map(|_| ()).map_err(Stop::from),
        }
    }
    Err(Stop::Conflict)
}
