//! A person's own applications: the list, one with its timeline, withdrawal, who read it
//! (FORM-12, INTAKE-13, STATUS-10, SEC-03).

use std::sync::Arc;

use domain::case::{Actor, Case, Wish};
use domain::id::CaseId;
use domain::journal::Event;
use domain::notice::Notice;
use domain::permit::{self, Act, Thing};
use domain::refusal::Refusal;
use domain::result::ResultRecord;
use jiff::Timestamp;
use regulation::clock::Due;
use regulation::package::Regulation;
use store::{cases, journal, notices, results};

use super::session::Session;
use crate::office::Office;
use crate::stop::Stop;

/// Applications shown on one page.
pub const PAGE: i64 = 20;

/// An application as its owner sees it.
pub struct OpenCase {
    /// The case.
    pub case: Case,
    /// The edition it is pinned to.
    pub regulation: Arc<Regulation>,
    /// The promised end: the case's own, or before registration what it will be if registered
    /// today (SM-11).
    pub promised: Option<Due>,
    /// Notices about it, oldest first.
    pub notices: Vec<Notice>,
    /// Results issued.
    pub results: Vec<ResultRecord>,
    /// May still be taken back.
    pub may_withdraw: bool,
}

/// Somebody read personal data of a case.
#[derive(Debug, Clone)]
pub struct Reading {
    /// When.
    pub at: Timestamp,
    /// Post of the official.
    pub who: String,
    /// On what ground.
    pub ground: String,
    /// Number of the case.
    pub number: String,
}

/// One's own applications, newest first; `before` is the last one of the page before.
pub async fn of_person(office: &Office, session: &Session, before: Option<&CaseId>) -> Result<Vec<Case>, Stop> {
    permit::permit(&session.subject(), Act::SeeAccount, &Thing::nothing())?;
    let last = match before {
        Some(id) => Some(own(office, session, id, Act::SeeOwnCase).await?),
        None => None,
    };
    let after = last.as_ref().map(|case| (case.filed_at, &case.id));
    Ok(cases::of_person(&office.db, &session.person.id, after, PAGE).await?)
}

/// One of one's own applications.
pub async fn open(office: &Office, session: &Session, id: &CaseId) -> Result<OpenCase, Stop> {
    let case = own(office, session, id, Act::SeeOwnCase).await?;
    let regulation = office.library.edition(&case.service, &case.version).ok_or(Refusal::EditionUnknown)?;
    let promised = case.due.clone().or_else(|| promise(office, &case, regulation));
    let mut notices = notices::of_case(&office.db, id).await?;
    // Those who signed a part have notices of their own.
    notices.retain(|notice| notice.person == case.applicant);
    Ok(OpenCase {
        promised,
        notices,
        results: results::of_case(&office.db, id).await?,
        may_withdraw: !case.state.ended() && case.decision.is_none(),
        regulation: Arc::clone(regulation),
        case,
    })
}

/// What the end will be: counted from the last lawful moment of registration, by the longest
/// term among the variants that may still fit. Never sooner than what will really be promised.
pub(crate) fn promise(office: &Office, case: &Case, regulation: &Regulation) -> Option<Due> {
    if case.state.ended() {
        return None;
    }
    let from = case.registration_due.as_ref().map_or(case.filed_at, |due| due.at);
    let variants = regulation.variants.iter().filter(|one| case.variant.as_ref().is_none_or(|own| *own == one.id));
    variants.filter_map(|one| office.clock.due(from, one.term, &[]).ok()).max_by_key(|due| due.at)
}

async fn own(office: &Office, session: &Session, id: &CaseId, act: Act) -> Result<Case, Stop> {
    let case = cases::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    permit::permit(&session.subject(), act, &Thing::case(&case))?;
    Ok(case)
}

/// Takes an application back.
pub async fn withdraw(office: &Office, session: &Session, id: &CaseId) -> Result<(), Stop> {
    for _ in 0..5 {
        let opened = office.open_case(id).await?;
        permit::permit(&session.subject(), Act::Withdraw, &Thing::case(&opened.case))?;
        let by = Actor::Applicant(session.person.id.clone());
        let change = office.decide(&opened, &Wish::Withdraw, &by, office.now())?;
        match office.commit_change(&opened, &change, []).await {
            // The machine moved the case at the same moment; perhaps it can still be withdrawn.
            Err(Stop::Conflict) => {}
            other => return other,
        }
    }
    Err(Stop::Conflict)
}

/// Who read one's data, newest first.
pub async fn readings(office: &Office, session: &Session) -> Result<Vec<Reading>, Stop> {
    let mut found = Vec::new();
    for case in of_person(office, session, None).await? {
        for entry in journal::of_case(&office.db, &case.id).await? {
            if let Event::Read { ground } = &entry.entry.event {
                found.push(Reading {
                    at: entry.entry.at,
                    who: who(office, &entry.entry.by).await?,
                    ground: ground.clone(),
                    number: case.number.clone(),
                });
            }
        }
    }
    for complaint in store::complaints::of_person(&office.db, &session.person.id, PAGE).await? {
        // What was read of a case's complaint stands in the journal of the case.
        if complaint.about.is_some() {
            continue;
        }
        for (entry, _) in store::complaints::journal(&office.db, &complaint.id).await? {
            if let domain::complaint::Event::Read { ground } = entry.event {
                let who = who(office, &entry.by).await?;
                found.push(Reading { at: entry.at, who, ground, number: complaint.number.clone() });
            }
        }
    }
    found.sort_by_key(|reading| std::cmp::Reverse(reading.at));
    Ok(found)
}

/// Post and authority of who read; the name of an official is not told.
async fn who(office: &Office, actor: &Actor) -> Result<String, Stop> {
    let Actor::Official(id) = actor else { return Ok(String::new()) };
    let Some(official) = store::officials::by_id(&office.db, id).await? else { return Ok(String::new()) };
    let authority = office.region.authority(&official.authority).map(|one| one.short.clone()).unwrap_or_default();
    Ok(format!("{}, {authority}", official.post))
}
