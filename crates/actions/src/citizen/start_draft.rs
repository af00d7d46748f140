//! Beginning a draft: prefilled from ЕСИА, or copied from an earlier application
//! (FORM-06, FORM-10, FORM-18, SEC-01).

use std::sync::Arc;

use domain::carry;
use domain::case::Context;
use domain::centre::Window;
use domain::draft::{self, Draft};
use domain::id::{CaseId, DraftId};
use domain::permit::{self, Act, Thing};
use domain::refusal::Refusal;
use jiff::Timestamp;
use regulation::fact::Facts;
use regulation::form::{self, Answers, Channel};
use regulation::package::Regulation;
use store::{Batch, drafts};

use super::session::Session;
use crate::office::Office;
use crate::register::given;
use crate::stop::Stop;

/// Unsent drafts one person may keep; people have a handful.
const MOST_DRAFTS: i64 = 200;

/// What keeps this account from applying, if anything.
pub fn barrier(regulation: &Regulation, session: &Session) -> Option<Refusal> {
    permit::may_apply(regulation, session.account(), session.person.assurance).err()
}

/// Begins a draft of a service on the portal; with `from`, from what an earlier case of it said.
pub async fn start(office: &Office, session: &Session, service: &str, from: Option<&CaseId>) -> Result<DraftId, Stop> {
    start_by(office, session, service, Beginning { from, ..Beginning::default() }).await
}

/// What an application begins from.
#[derive(Debug, Default)]
pub struct Beginning<'a> {
    /// An earlier case to copy.
    pub from: Option<&'a CaseId>,
    /// The way it comes.
    pub channel: Channel,
    /// What the person has answered before (PROFILE-06).
    pub answers: Answers,
}

/// Begins a draft from what there is.
pub async fn start_by(
    office: &Office,
    session: &Session,
    service: &str,
    beginning: Beginning<'_>,
) -> Result<DraftId, Stop> {
    let Beginning { from, channel, answers } = beginning;
    // Who is served at a window applies through the centre, whichever page began it.
    let channel = if session.window.is_some() { Channel::ServiceCentre } else { channel };
    let now = office.now();
    let regulation = office.library.current(service, office.today(now)).ok_or(Stop::Missing)?;
    permit::permit(&session.subject(), Act::OpenDraft, &Thing::service(regulation))?;
    let person = &session.person;
    if drafts::of_person(&office.db, &person.id, MOST_DRAFTS).await?.len() >= MOST_DRAFTS as usize {
        return Err(Stop::TooMany);
    }
    let ids = |bucket| office.new_id(bucket);
    let context = Context { regulation, clock: &office.clock, region: &office.region, ids: &ids };
    let id = DraftId(office.new_id(person.id.bucket()));
    let prefill = known(office, session, regulation, channel, now).await?;
    let draft = match from {
        Some(case) => {
            let (earlier, old) = earlier(office, session, case).await?;
            carry::copy(id, &person.id, &earlier, old.as_deref(), prefill, &context, now)?
        }
        None => draft::begin(id, &person.id, prefill, &context, now),
    };
    let window = session.window.as_ref().map(|at| Window {
        visit: at.visit.id.clone(),
        official: at.official.id.clone(),
        authority: at.visit.authority.clone(),
        signed_at: None,
    });
    let mut draft = Draft { channel, window, ..draft };
    draft.answers.extend(answers.into_iter().filter(|(name, _)| regulation.fact(name).is_some()));
    let visit = session.window.as_ref().map(|at| store::centre::update(&at.visit.with_draft(&draft.id)));
    office.db.commit(Batch::new().with(drafts::insert(&draft)).with_all(visit)).await?;
    Ok(draft.id)
}

/// What is known of a person without asking: their account, the application itself, results they
/// hold (FORM-10, PROFILE-03).
pub(crate) async fn known(
    office: &Office,
    session: &Session,
    regulation: &Regulation,
    channel: Channel,
    now: Timestamp,
) -> Result<Facts, Stop> {
    let person = &session.person;
    let mut known = form::identity_facts(regulation, &session.claims(), person.claims_at);
    if let Some(applicant) = session.account().applicant() {
        let itself = form::CaseSelf { channel, applicant: Some(applicant), filed: office.today(now) };
        known.0.extend(form::case_facts(regulation, itself, now).0);
    }
    known.0.extend(given::prefill(office, regulation, &person.id, now).await?.0);
    Ok(known)
}

/// The draft that one's own earlier case was filed from, with its edition.
async fn earlier(office: &Office, session: &Session, case: &CaseId) -> Result<(Draft, Option<Arc<Regulation>>), Stop> {
    let case = store::cases::by_id(&office.db, case).await?.ok_or(Stop::Missing)?;
    permit::permit(&session.subject(), Act::SeeOwnCase, &Thing::case(&case))?;
    let earlier = drafts::by_id(&office.db, &case.draft).await?.ok_or(Stop::Missing)?;
    let old = office.library.edition(&earlier.service, &earlier.version).cloned();
    Ok((earlier, old))
}
