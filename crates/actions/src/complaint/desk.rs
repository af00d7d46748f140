//! What officials do with complaints: the list by terms, the card with its evidence pack, every step
//! of handling. Each reading is journalled, in the complaint and in the case it is about (SEC-03).

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::case::{Actor, ReopenGround, Wish as CaseWish};
use domain::complaint::{self, Complaint, Entry, Pack, Remedy, Wish};
use domain::duty::{self, Part, Step};
use domain::id::ComplaintId;
use domain::official::{Official, Role};
use domain::permit::{Act, Subject, Thing, permit};
use domain::refusal::Refusal;
use jiff::Timestamp;
use regulation::package::Regulation;
use store::{cases, complaints, officials};

use super::opened::{Opened, note, opened};
use crate::desk::access;
use crate::office::Office;
use crate::stop::Stop;

/// Complaints of one page.
const PAGE: i64 = 50;

fn may(official: &Official, act: Act, complaint: &Complaint) -> Result<(), Stop> {
    permit(&Subject::Official(official.clone()), act, &Thing::authority(&complaint.authority))?;
    Ok(())
}

/// A page of complaints.
#[derive(Debug, Default)]
pub struct Page {
    /// The nearest term first.
    pub found: Vec<Complaint>,
    /// Where the next page begins.
    pub next: Option<(Timestamp, ComplaintId)>,
    /// Names of officials by id.
    pub names: BTreeMap<String, String>,
}

/// Complaints the official's body has to handle, or those that are over.
pub async fn queue(
    office: &Office,
    official: &Official,
    over: bool,
    after: Option<(Timestamp, String)>,
) -> Result<Page, Stop> {
    let authority = &official.authority;
    permit(&Subject::Official(official.clone()), Act::SeeComplaints, &Thing::authority(authority))?;
    let (at, id) = after.unwrap_or((Timestamp::UNIX_EPOCH, String::new()));
    let found = complaints::at_desk(&office.db, authority, over, (at, &id), PAGE).await?;
    let last = found.last().filter(|_| found.len() as i64 == PAGE);
    let next = last.map(|one| (one.running().map_or(one.register_due.at, |(_, due)| due.at), one.id.clone()));
    Ok(Page { next, names: names(office, authority).await?, found })
}

async fn names(office: &Office, authority: &str) -> Result<BTreeMap<String, String>, Stop> {
    let staff = officials::of_authority(&office.db, authority).await?;
    Ok(staff.into_iter().map(|one| (one.id.0, one.name)).collect())
}

/// A complaint as an official sees it.
pub struct Card {
    /// The complaint.
    pub complaint: Complaint,
    /// Its journal, oldest first.
    pub journal: Vec<Entry>,
    /// What the journal of the case showed when it was filed.
    pub pack: Option<Pack>,
    /// The edition the case is pinned to.
    pub regulation: Option<Arc<Regulation>>,
    /// Names of officials by id.
    pub names: BTreeMap<String, String>,
    /// Who may handle it: nobody it is about, nobody who had a part in the case (APPEAL-05).
    pub handlers: Vec<Official>,
    /// This official may do something with it.
    pub can_handle: bool,
    /// Why this official may not, although complaints are their work.
    pub kept_from: Option<Refusal>,
    /// The case is this body's own: it can be opened again from here.
    pub own_case: bool,
}

/// Reads a complaint for an official; `ground` says in words why.
pub async fn card(
    office: &Office,
    official: &Official,
    id: &ComplaintId,
    ground: impl FnOnce(&Complaint) -> String,
) -> Result<Card, Stop> {
    let now = office.now();
    let found = opened(office, id).await?;
    may(official, Act::SeeComplaints, &found.complaint)?;
    let ground = ground(&found.complaint);
    note(office, id, &complaint::read(&official.id, &ground, now)).await?;
    if let Some(about) = &found.complaint.about {
        access::journal_reading(office, official, &about.case, ground, now).await?;
    }
    let Opened { complaint, acted, .. } = found;
    let concerned = |who: &Official| {
        let meant = complaint.against.people.iter().map(|one| (Part::ComplainedOf, one));
        duty::split(&who.id, Step::Consider, meant.chain(acted.iter().map(|one| (Part::Acted, one)))).err()
    };
    let own_case = match &complaint.about {
        Some(about) => {
            let case = cases::by_id(&office.db, &about.case).await?;
            case.is_some_and(|case| case.authority == complaint.authority)
        }
        None => false,
    };
    let staff = officials::of_authority(&office.db, &complaint.authority).await?;
    let works = staff.iter().filter(|one| one.active && one.roles.contains(&Role::Complaints));
    let handlers = works.filter(|one| concerned(one).is_none()).cloned().collect();
    let has_role = may(official, Act::HandleComplaint, &complaint).is_ok();
    let kept_from = concerned(official).filter(|_| has_role);
    let about = complaint.about.as_ref();
    let regulation = about.and_then(|about| office.library.edition(&about.service, &about.version)).cloned();
    Ok(Card {
        journal: complaints::journal(&office.db, id).await?.into_iter().map(|(entry, _)| entry).collect(),
        pack: complaints::pack(&office.db, id).await?,
        regulation,
        names: names(office, &complaint.authority).await?,
        handlers,
        can_handle: has_role && kept_from.is_none() && !complaint.state.ended(),
        kept_from,
        own_case,
        complaint,
    })
}

/// Does something with a complaint as the official saw it. In favour, what it brings happens to the
/// case in the same batch: both are there, or neither.
pub async fn act(
    office: &Office,
    official: &Official,
    id: &ComplaintId,
    revision: i64,
    wish: &Wish,
) -> Result<(), Stop> {
    let found = opened(office, id).await?;
    may(official, Act::HandleComplaint, &found.complaint)?;
    if found.complaint.revision != revision {
        return Err(Stop::Conflict);
    }
    if let Wish::Assign { to } = wish {
        let to = officials::by_id(&office.db, to).await?.ok_or(Stop::Missing)?;
        may(&to, Act::HandleComplaint, &found.complaint)?;
    }
    let by = Actor::Official(official.id.clone());
    let change = found.decide(office, wish, &by)?;
    let on_case = match wish {
        Wish::Satisfy { remedy: Remedy::Reopen, words } => {
            Some(CaseWish::Reopen { reason: words.trim().to_owned(), by: ReopenGround::Complaint })
        }
        Wish::Satisfy { remedy: Remedy::Replace, words } => Some(CaseWish::Correct { reason: words.trim().to_owned() }),
        _ => None,
    };
    let (Some(on_case), Some(about)) = (on_case, &found.complaint.about) else {
        return found.commit(office, &change, []).await;
    };
    let case = office.open_case(&about.case).await?;
    // Another body's case is not ours to open: it orders that body to do so.
    if case.case.authority != official.authority {
        return Err(Refusal::NotAllowed.into());
    }
    let changed = office.decide(&case, &on_case, &by, office.now())?;
    let writes = found.writes(office, &change).await?;
    office.commit_change(&case, &changed, writes).await?;
    office.wake.notify_one();
    Ok(())
}
