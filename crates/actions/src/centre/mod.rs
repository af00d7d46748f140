//! An operator of a service centre (МФЦ) serves a visitor: checks the identity document, types the
//! application in with the citizen's own form, files it on the visitor's signature, follows it (FORM-17).
//!
//! The operator has no account of the visitor: a [`Session`] of a window reaches only what was begun
//! there (`domain::permit`), and every look at what was filed is journalled.

mod identify;

use domain::centre::Visit;
use domain::draft::Draft;
use domain::id::VisitId;
use domain::official::Official;
use domain::permit::{Act, Subject, Thing, permit};
use domain::refusal::Refusal;
use jiff::Timestamp;
use regulation::package::Assurance;
use store::{Batch, cases, centre, drafts, people};

use crate::citizen::applications::promise;
use crate::citizen::drafts::OpenDraft;
use crate::citizen::session::{AtWindow, Session};
use crate::desk::access::journal_reading;
use crate::office::Office;
use crate::stop::Stop;

pub(crate) use identify::known_from_window;
pub use identify::{Identified, Wrong};

/// Visits shown in a list of the day; a window serves some dozens.
const MOST: i64 = 300;

/// An application begun at a window.
pub struct Begun {
    /// The draft.
    pub draft: Draft,
    /// Short title of its service.
    pub title: String,
    /// The authority that decides.
    pub authority: String,
    /// What it became when it was filed.
    pub filed: Option<Filed>,
}

/// A filed application as the centre follows it: how it stands, nothing of what is in it.
pub struct Filed {
    /// Its number.
    pub number: String,
    /// When it was filed.
    pub at: Timestamp,
    /// How it stands.
    pub state: domain::case::CaseState,
    /// By when it is promised, if that is known.
    pub promised: Option<regulation::clock::Due>,
}

/// A visit with what was begun in it.
pub struct Served {
    /// The visit.
    pub visit: Visit,
    /// Applications, oldest first.
    pub begun: Vec<Begun>,
}

/// Only an operator, and only of a centre the region knows as one.
fn may(office: &Office, official: &Official, thing: &Thing) -> Result<(), Stop> {
    permit(&Subject::Official(official.clone()), Act::ServeVisitor, thing)?;
    match office.region.authority(&official.authority) {
        Some(authority) if authority.service_centre => Ok(()),
        _ => Err(Refusal::NotAllowed.into()),
    }
}

/// May this official serve visitors at all?
pub fn may_serve(office: &Office, official: &Official) -> Result<(), Stop> {
    may(office, official, &Thing::authority(&official.authority))
}

/// Begins a visit with the person that the identity document names.
pub async fn receive(
    office: &Office,
    official: &Official,
    typed: &Identified,
) -> Result<Result<VisitId, Vec<Wrong>>, Stop> {
    may_serve(office, official)?;
    let now = office.now();
    let (person, mut writes) = match identify::person(office, typed, now).await? {
        Ok(found) => found,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let visit = Visit {
        id: VisitId(office.new_id(official.id.bucket())),
        official: official.id.clone(),
        authority: official.authority.clone(),
        person: person.id,
        name: person.name,
        document: typed.document(),
        begun_at: now,
        ended_at: None,
        drafts: Vec::new(),
        revision: 1,
    };
    writes.push(centre::insert(&visit));
    office.db.commit(Batch::new().with_all(writes)).await?;
    Ok(Ok(visit.id))
}

async fn visit(office: &Office, official: &Official, id: &VisitId) -> Result<Visit, Stop> {
    let visit = centre::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    may(office, official, &Thing::visit(&visit))?;
    Ok(visit)
}

/// The operator acting for the visitor: for the pages of the citizen's form. A visit that is over
/// opens nothing. `ground` is why what was filed is read, as the visitor will see it.
pub async fn session(office: &Office, official: &Official, id: &VisitId, ground: &str) -> Result<Session, Stop> {
    let visit = visit(office, official, id).await?;
    if visit.ended_at.is_some() {
        return Err(Stop::Missing);
    }
    let mut person = people::by_id(&office.db, &visit.person).await?.ok_or(Stop::Missing)?;
    // Who showed the document in person is identified; the account itself stays as it was.
    person.assurance = Assurance::Confirmed;
    Ok(Session::at_window(person, AtWindow { official: official.clone(), visit, ground: ground.to_owned() }))
}

/// The visitor signed the printed application: it may be filed as it stands now.
pub fn signed(office: &Office, open: &mut OpenDraft) {
    if let Some(window) = &mut open.draft.window {
        window.signed_at = Some(office.now());
    }
}

/// A visit with how its applications stand. The look is journalled in each case before it is shown.
pub async fn open(office: &Office, official: &Official, id: &VisitId, ground: &str) -> Result<Served, Stop> {
    let served = served(office, visit(office, official, id).await?).await?;
    let now = office.now();
    for case in served.begun.iter().filter_map(|begun| begun.draft.case.as_ref()) {
        journal_reading(office, official, case, ground.to_owned(), now).await?;
    }
    Ok(served)
}

/// Visits of the day at the operator's own window, newest first.
pub async fn today(office: &Office, official: &Official) -> Result<Vec<Served>, Stop> {
    may_serve(office, official)?;
    let since = office.clock.start_of_day(office.today(office.now()));
    let mut all = Vec::new();
    for visit in centre::of_official(&office.db, &official.id, since, MOST).await? {
        all.push(served(office, visit).await?);
    }
    Ok(all)
}

async fn served(office: &Office, visit: Visit) -> Result<Served, Stop> {
    let mut begun = Vec::with_capacity(visit.drafts.len());
    for id in &visit.drafts {
        // One that was thrown away or erased is not there any more.
        let Some(draft) = drafts::by_id(&office.db, id).await?.filter(|draft| draft.deleted_at.is_none()) else {
            continue;
        };
        // The visitor sent it at home: it is their own affair now.
        let own = draft.case.is_none() || draft.window.as_ref().is_some_and(|window| window.visit == visit.id);
        if own {
            begun.push(one(office, draft).await?);
        }
    }
    Ok(Served { visit, begun })
}

async fn one(office: &Office, draft: Draft) -> Result<Begun, Stop> {
    let edition = office.library.edition(&draft.service, &draft.version);
    let regulation = edition.ok_or(Refusal::EditionUnknown)?;
    let authority = office.region.authority(&regulation.authority);
    let filed = match &draft.case {
        Some(id) => cases::by_id(&office.db, id).await?.map(|case| Filed {
            promised: case.due.clone().or_else(|| promise(office, &case, regulation)),
            number: case.number,
            at: case.filed_at,
            state: case.state,
        }),
        None => None,
    };
    Ok(Begun {
        title: regulation.short.clone(),
        authority: authority.map(|one| one.name.clone()).unwrap_or_default(),
        draft,
        filed,
    })
}

/// The visitor leaves: nothing more is typed in for them.
pub async fn end(office: &Office, official: &Official, id: &VisitId) -> Result<(), Stop> {
    let ended = visit(office, official, id).await?.ended(office.now());
    office.db.commit(Batch::new().with(centre::update(&ended))).await?;
    Ok(())
}
