//! What a person does with complaints: the form, with what the case already tells; filing, which has
//! the person's own moment whoever is out of order; following; taking back (APPEAL-02, APPEAL-04).

use std::sync::Arc;

use domain::case::{Actor, Case, CaseState};
use domain::complaint::{self, About, Complaint, Filing, Flaw, Object, Pack, State, Wish};
use domain::id::{CaseId, ComplaintId, OfficialId};
use domain::number::PublicNumber;
use domain::permit::{Act, Thing, permit};
use domain::refusal::Refusal;
use regulation::package::Regulation;
use regulation::region::Suits;
use store::numbers::{Counter, Numbered};
use store::{Batch, cases, complaints, journal, officials};

use super::opened::opened;
use crate::citizen::session::Session;
use crate::office::Office;
use crate::stop::Stop;

/// Complaints on the page of the account.
const PAGE: i64 = 50;

/// Tries when the machine writes at the same moment.
const TRIES: usize = 5;

/// Letters of a name below which it is too common to mean somebody.
const SHORTEST_NAME: usize = 4;

/// A form to be filled.
pub struct Form {
    /// Under this id it is filed, however often it is sent.
    pub key: ComplaintId,
    /// The case it begins from, with its edition.
    pub about: Option<(Case, Arc<Regulation>)>,
    /// What the case suggests: what to complain of, by which ground.
    pub suggested: Option<(Object, String)>,
    /// Complaints about that case, oldest first.
    pub before: Vec<Complaint>,
}

/// How filing went.
#[derive(Debug)]
pub enum Filed {
    /// Filed, now or before.
    Done(ComplaintId),
    /// All that is wrong.
    Wrong(Vec<Flaw>),
}

/// A complaint as its person sees it.
pub struct OwnComplaint {
    /// The complaint.
    pub complaint: Complaint,
    /// May still be taken back.
    pub may_withdraw: bool,
}

fn may(session: &Session) -> Result<(), Stop> {
    permit(&session.subject(), Act::Complain, &Thing::of_person(&session.person.id))?;
    Ok(())
}

/// An empty form, from a case or without one.
pub async fn form(office: &Office, session: &Session, case: Option<&CaseId>) -> Result<Form, Stop> {
    may(session)?;
    let rules = office.region.complaints.as_ref().ok_or(Stop::Missing)?;
    let key = ComplaintId(office.new_id(session.person.id.bucket()));
    let Some(id) = case else { return Ok(Form { key, about: None, suggested: None, before: Vec::new() }) };
    let (case, regulation) = own_case(office, session, id).await?;
    let suits = suits(&case, office.now());
    let ground = rules.grounds.iter().find(|(_, ground)| suits.is_some() && ground.suits == suits);
    let suggested = ground.and_then(|(id, ground)| Some((*ground.objects.first()?, id.clone())));
    let before = complaints::of_case(&office.db, id).await?;
    Ok(Form { key, about: Some((case, regulation)), suggested, before })
}

/// What the state of a case suggests to complain of.
fn suits(case: &Case, now: jiff::Timestamp) -> Option<Suits> {
    let refused = case.decision.as_ref().is_some_and(|decision| !decision.positive);
    let late = case.term_ended_at.is_none() && case.due.as_ref().is_some_and(|due| now > due.at);
    match case.state {
        CaseState::NotAccepted => Some(Suits::NotAccepted),
        CaseState::Suspended => Some(Suits::Suspended),
        _ if refused => Some(Suits::Refused),
        _ if late || !case.breached.is_empty() => Some(Suits::Late),
        _ => None,
    }
}

async fn own_case(office: &Office, session: &Session, id: &CaseId) -> Result<(Case, Arc<Regulation>), Stop> {
    let case = cases::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    permit(&session.subject(), Act::SeeOwnCase, &Thing::case(&case))?;
    let regulation = office.library.edition(&case.service, &case.version).ok_or(Refusal::EditionUnknown)?;
    Ok((case, Arc::clone(regulation)))
}

/// Files. Sent twice under one key, it is one complaint. Nothing of the case changes (APPEAL-04).
pub async fn file(
    office: &Office,
    session: &Session,
    key: &str,
    case: Option<&CaseId>,
    mut filing: Filing,
) -> Result<Filed, Stop> {
    may(session)?;
    let rules = office.region.complaints.as_ref().ok_or(Stop::Missing)?;
    let id = ComplaintId::parse(key).filter(|id| id.bucket() == session.person.id.bucket()).ok_or(Stop::Missing)?;
    if let Some(known) = filed_before(office, session, &id).await? {
        return Ok(Filed::Done(known));
    }
    let now = office.now();
    let about = match case {
        Some(id) => Some(own_case(office, session, id).await?),
        None => None,
    };
    if let Some((case, _)) = &about {
        filing.authority.clone_from(&case.authority);
    }
    let body = office.region.authority(&filing.authority);
    let title = match &about {
        Some((_, regulation)) => regulation.short.clone(),
        None => body.map(|body| body.short.clone()).unwrap_or_default(),
    };
    let people = meant(office, &filing).await?;
    let named = about.as_ref().map(|(case, _)| About {
        case: case.id.clone(),
        number: case.number.clone(),
        service: case.service.clone(),
        version: case.version.clone(),
    });
    let ids = |bucket| office.new_id(bucket);
    let made = complaint::file(
        id.clone(),
        &session.person,
        &filing,
        named,
        title,
        people,
        &office.region,
        &office.clock,
        &ids,
        now,
    )?;
    let change = match made {
        Ok(change) => change,
        Err(flaws) => return Ok(Filed::Wrong(flaws)),
    };
    let pack = match &about {
        Some((case, _)) => Some(pack(office, case, now).await?),
        None => None,
    };
    let year = office.today(now).year();
    let counter = Counter { authority: filing.authority.clone(), what: Numbered::Complaint, year: i64::from(year) };
    let prefix = format!("{}{}", rules.number_prefix, body.map(|body| body.number_prefix.as_str()).unwrap_or_default());
    let batch = Batch::numbered(counter, move |count| {
        let number = PublicNumber::new(&prefix, year, count.unsigned_abs()).to_string();
        complaints::insert(&numbered(&change, &number), pack.as_ref())
    });
    match office.db.commit(batch).await {
        Ok(_) => {
            office.wake.notify_one();
            Ok(Filed::Done(id))
        }
        Err(error) if error.is_conflict() => {
            let known = filed_before(office, session, &id).await?;
            Ok(Filed::Done(known.ok_or(Stop::Conflict)?))
        }
        Err(error) => Err(error.into()),
    }
}

fn numbered(change: &complaint::Change, number: &str) -> complaint::Change {
    let mut change = change.clone();
    number.clone_into(&mut change.complaint.number);
    for entry in &mut change.journal {
        if let complaint::Event::Filed { number: filed, .. } = &mut entry.event {
            number.clone_into(filed);
        }
    }
    change
}

async fn filed_before(office: &Office, session: &Session, id: &ComplaintId) -> Result<Option<ComplaintId>, Stop> {
    match complaints::by_id(&office.db, id).await? {
        Some((known, _)) if known.person == session.person.id => Ok(Some(known.id)),
        Some(_) => Err(Stop::Missing),
        None => Ok(None),
    }
}

/// Officials of the body whose surname stands in what the person wrote.
async fn meant(office: &Office, filing: &Filing) -> Result<Vec<OfficialId>, Stop> {
    let written = filing.who.to_lowercase();
    let words: Vec<&str> = written.split(|sign: char| !sign.is_alphanumeric()).collect();
    let staff = officials::of_authority(&office.db, &filing.authority).await?;
    let named = staff.into_iter().filter(|official| {
        let surname = official.name.split_whitespace().next().unwrap_or_default().to_lowercase();
        // People write «Зодчеву» as well as «Зодчев»: the beginning is enough.
        let stem: String = surname.chars().take(surname.chars().count().saturating_sub(1)).collect();
        stem.chars().count() >= SHORTEST_NAME && words.iter().any(|word| word.starts_with(&stem))
    });
    Ok(named.map(|official| official.id).collect())
}

/// What the journal of a case shows now.
async fn pack(office: &Office, case: &Case, now: jiff::Timestamp) -> Result<Pack, Stop> {
    let stored = journal::of_case(&office.db, &case.id).await?;
    let head = stored.last().map(|last| last.hash.clone()).unwrap_or_default();
    Ok(Pack::of(case, stored.into_iter().map(|one| one.entry).collect(), head, now))
}

/// One's own complaints, newest first.
pub async fn list(office: &Office, session: &Session) -> Result<Vec<Complaint>, Stop> {
    may(session)?;
    Ok(complaints::of_person(&office.db, &session.person.id, PAGE).await?)
}

/// Complaints about one's own case, oldest first; none where the region takes none.
pub async fn of_case(office: &Office, session: &Session, case: &Case) -> Result<Vec<Complaint>, Stop> {
    permit(&session.subject(), Act::SeeOwnCase, &Thing::case(case))?;
    Ok(complaints::of_case(&office.db, &case.id).await?)
}

/// One of one's own complaints.
pub async fn open(office: &Office, session: &Session, id: &ComplaintId) -> Result<OwnComplaint, Stop> {
    let (complaint, _) = complaints::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    permit(&session.subject(), Act::Complain, &Thing::of_person(&complaint.person))?;
    let may_withdraw = complaint.state.undecided();
    Ok(OwnComplaint { complaint, may_withdraw })
}

/// Takes a complaint back.
pub async fn withdraw(office: &Office, session: &Session, id: &ComplaintId) -> Result<(), Stop> {
    for _ in 0..TRIES {
        let opened = opened(office, id).await?;
        permit(&session.subject(), Act::Complain, &Thing::of_person(&opened.complaint.person))?;
        if opened.complaint.state == State::Withdrawn {
            return Ok(());
        }
        let change = opened.decide(office, &Wish::Withdraw, &Actor::Applicant(session.person.id.clone()))?;
        match opened.commit(office, &change, []).await {
            Err(Stop::Conflict) => {}
            done => return done,
        }
    }
    Err(Stop::Conflict)
}
