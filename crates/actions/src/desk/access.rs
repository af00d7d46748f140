//! The one door of the desk: an official sees the cases of the own authority and nothing else;
//! another authority's case looks as if it were not there. Each reading of personal data is
//! journalled with its ground, and the applicant sees it (SEC-03).

use domain::case::{Actor, Case, Change, Wish};
use domain::id::CaseId;
use domain::journal::{Entry, Event};
use domain::official::Official;
use domain::permit::{Act, Subject, Thing, permit};
use jiff::Timestamp;
use store::Batch;
use store::journal;

use crate::commit::Opened;
use crate::office::Office;
use crate::stop::Stop;
use crate::watch;

/// How often a journal entry is tried anew when the journal moved on meanwhile.
const TRIES: usize = 5;

/// Opens a case for an official who wants to do something with it.
pub async fn open(office: &Office, official: &Official, id: &CaseId, act: Act) -> Result<Opened, Stop> {
    let opened = office.open_case(id).await?;
    may(official, act, &opened.case)?;
    Ok(opened)
}

/// May the official do this with the case?
pub fn may(official: &Official, act: Act, case: &Case) -> Result<(), Stop> {
    permit(&Subject::Official(official.clone()), act, &Thing::case(case))?;
    Ok(())
}

/// Opens a case as the official saw it: if it has changed since, that is a conflict.
pub async fn open_as_seen(
    office: &Office,
    official: &Official,
    id: &CaseId,
    act: Act,
    revision: i64,
) -> Result<Opened, Stop> {
    let opened = open(office, official, id, act).await?;
    if opened.case.revision == revision { Ok(opened) } else { Err(Stop::Conflict) }
}

/// Grants a wish of an official and writes it.
pub async fn wish(
    office: &Office,
    official: &Official,
    opened: &Opened,
    wish: &Wish,
    now: Timestamp,
) -> Result<Change, Stop> {
    let by = Actor::Official(official.id.clone());
    let change = match office.decide(opened, wish, &by, now) {
        Err(Stop::Refused(refusal)) => {
            watch::tried(office, &opened.case, &refusal, now).await?;
            return Err(Stop::Refused(refusal));
        }
        decided => decided?,
    };
    office.commit_change(opened, &change, []).await?;
    Ok(change)
}

/// Writes into the journal that the official read personal data of the case, and on what
/// ground. Nothing is shown before this is durable.
pub async fn journal_reading(
    office: &Office,
    official: &Official,
    case: &CaseId,
    ground: String,
    now: Timestamp,
) -> Result<(), Stop> {
    let entry = Entry { at: now, by: Actor::Official(official.id.clone()), event: Event::Read { ground } };
    let mut last = Stop::Conflict;
    for _ in 0..TRIES {
        let head = journal::head(&office.db, case).await?.ok_or(Stop::Missing)?;
        let batch = Batch::new().with_all(journal::append(case, &head, std::slice::from_ref(&entry)));
        match office.db.commit(batch).await {
            Ok(_) => return Ok(()),
            Err(error) if error.is_conflict() => last = error.into(),
            Err(error) => return Err(error.into()),
        }
    }
    Err(last)
}
