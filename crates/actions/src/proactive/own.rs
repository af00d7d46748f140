//! What a person is offered, and what they answer (PROACTIVE-04, PROACTIVE-05).

use domain::case::{Basis, Context};
use domain::consent::{Consent, ConsentWish, Offer, OfferState, OfferWish, Opens, Scope};
use domain::draft::{self, Draft};
use domain::id::{CaseId, DraftId, OfferId};
use domain::permit::{Act, Thing, permit};
use jiff::Timestamp;
use regulation::assess;
use regulation::form::Channel;
use regulation::package::{Regulation, Trigger};
use store::{Batch, consents, drafts};

use super::offers::{month, not_taken};
use super::{consents as said, weigh};
use crate::citizen::session::Session;
use crate::citizen::start_draft;
use crate::machine;
use crate::office::Office;
use crate::stop::Stop;

/// Offers looked through for those that wait.
const LATEST: i64 = 50;

/// A fact that led to an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// What it is.
    pub label: String,
    /// What the register says.
    pub value: String,
    /// Which register.
    pub source: String,
}

/// An offer as its person sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The offer.
    pub offer: Offer,
    /// Everyday name of the service.
    pub title: String,
    /// What happened, in words.
    pub event: String,
    /// The register that told it.
    pub register: String,
    /// What the need rests on, a whole sentence.
    pub need: String,
    /// The facts.
    pub why: Vec<Why>,
    /// What happens if it is taken.
    pub then: String,
    /// The clause in words.
    pub clause: String,
}

/// What came of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A case runs.
    Case(CaseId),
    /// A draft waits to be finished.
    Draft(DraftId),
}

fn rule<'o>(office: &'o Office, offer: &Offer, now: Timestamp) -> Option<(&'o Regulation, &'o Trigger)> {
    let regulation = office.library.current(&offer.service, office.today(now))?;
    let trigger = regulation.proactive.iter().find(|one| one.id == offer.trigger)?;
    Some((regulation.as_ref(), trigger))
}

/// What waits for an answer of the person, newest first; for who acts for others, nothing.
pub async fn proposals(office: &Office, session: &Session) -> Result<Vec<Proposal>, Stop> {
    let subject = session.subject();
    permit(&subject, Act::SeeAccount, &Thing::nothing())?;
    if permit(&subject, Act::Agree, &Thing::nothing()).is_err() {
        return Ok(Vec::new());
    }
    let now = office.now();
    let offers = consents::offers_of(&office.db, &session.person.id, LATEST).await?;
    let open = offers.into_iter().filter(|offer| offer.state == OfferState::Offered && now <= offer.until);
    Ok(open.filter_map(|offer| seen(office, offer, now)).collect())
}

fn seen(office: &Office, offer: Offer, now: Timestamp) -> Option<Proposal> {
    let (regulation, trigger) = rule(office, &offer, now)?;
    let kind = office.region.events.as_ref()?.kinds.get(&offer.kind)?;
    let criterion = regulation.criteria.get(&trigger.need)?;
    let why = offer.facts.0.iter().filter_map(|(name, known)| {
        let fact = regulation.facts.get(name)?;
        Some(Why {
            label: fact.label.clone(),
            value: assess::shown(&fact.kind, known.value.as_ref()?),
            source: assess::source_in_words(&known.source, regulation),
        })
    });
    Some(Proposal {
        title: regulation.short.clone(),
        event: kind.title.clone(),
        register: kind.register.clone(),
        need: if offer.needed { criterion.say_yes.clone() } else { criterion.say_unknown.clone() },
        why: why.collect(),
        then: trigger.say.clone(),
        clause: regulation.clause_text(&trigger.because),
        offer,
    })
}

async fn own(office: &Office, session: &Session, id: &OfferId) -> Result<Offer, Stop> {
    permit(&session.subject(), Act::Agree, &Thing::nothing())?;
    let offer = consents::offer_by_id(&office.db, id).await?.filter(|offer| offer.person == session.person.id);
    offer.ok_or(Stop::Missing)
}

/// Takes an offer: the case begins, or a draft with all that is known. Pressed twice, it is taken once.
pub async fn accept(office: &Office, session: &Session, id: &OfferId) -> Result<Given, Stop> {
    let offer = own(office, session, id).await?;
    match (&offer.case, &offer.draft) {
        (Some(case), _) => return Ok(Given::Case(case.clone())),
        (_, Some(draft)) => return Ok(Given::Draft(draft.clone())),
        _ => {}
    }
    let now = office.now();
    let mut next = offer.decide(OfferWish::Accept, now)?;
    let (regulation, trigger) = rule(office, &offer, now).ok_or(Stop::Missing)?;
    let counted = consents::count(&offer.authority, &month(office, now), &offer.service, "accepted");
    if offer.opens == Opens::Case
        && let Some(case) = begin(office, session, &offer, regulation, trigger).await?
    {
        next.case = Some(case.clone());
        office.db.commit(Batch::new().with(consents::change_offer(&next, offer.revision)).with(counted)).await?;
        return Ok(Given::Case(case));
    }
    let draft = drafted(office, session, &offer, regulation, trigger).await?;
    next.draft = Some(draft.id.clone());
    let batch = Batch::new().with(drafts::insert(&draft)).with(consents::change_offer(&next, offer.revision));
    office.db.commit(batch.with(counted)).await?;
    Ok(Given::Draft(draft.id))
}

/// Begins the case; none where the rule of the case does not let it begin by itself any more.
async fn begin(
    office: &Office,
    session: &Session,
    offer: &Offer,
    regulation: &Regulation,
    trigger: &Trigger,
) -> Result<Option<CaseId>, Stop> {
    let now = office.now();
    let told = told(office, offer, regulation, trigger)?;
    let known = weigh::known(office, &session.person, regulation, trigger, told, now).await?;
    if !known.complete || known.need == Some(false) {
        return Ok(None);
    }
    let event = format!("{}:{}", trigger.id, offer.event);
    let start = machine::Trigger { service: offer.service.clone(), facts: known.facts, basis: Basis::Consent, event };
    match machine::start_proactively(office, &session.person, &start).await {
        Ok(case) => Ok(Some(case)),
        Err(Stop::Refused(_)) => Ok(None),
        Err(stop) => Err(stop),
    }
}

/// What the register told, with the answers that follow from it.
fn told(
    office: &Office,
    offer: &Offer,
    regulation: &Regulation,
    trigger: &Trigger,
) -> Result<regulation::fact::Facts, Stop> {
    let kind = office.region.events.as_ref().and_then(|events| events.kinds.get(&offer.kind)).ok_or(Stop::Missing)?;
    let told = serde_json::Map::new();
    let event = consents::Event {
        key: offer.event.clone(),
        kind: offer.kind.clone(),
        snils: String::new(),
        at: offer.happened_at,
        told,
    };
    let mut facts = weigh::told(regulation, trigger, kind, &event)?;
    facts.0.extend(offer.facts.0.clone());
    Ok(facts)
}

async fn drafted(
    office: &Office,
    session: &Session,
    offer: &Offer,
    regulation: &Regulation,
    trigger: &Trigger,
) -> Result<Draft, Stop> {
    let now = office.now();
    permit(&session.subject(), Act::OpenDraft, &Thing::service(regulation))?;
    let mut prefill = start_draft::known(office, session, regulation, Channel::Portal, now).await?;
    prefill.0.extend(offer.facts.0.clone());
    let ids = |bucket| office.new_id(bucket);
    let context = Context { regulation, clock: &office.clock, region: &office.region, ids: &ids };
    let id = DraftId(office.new_id(session.person.id.bucket()));
    let mut draft = draft::begin(id, &session.person.id, prefill, &context, now);
    draft.answers.extend(trigger.with.iter().map(|(name, raw)| (name.clone(), raw.clone())));
    Ok(draft)
}

/// Does not want it; with `never`, does not want to be offered the service again. Nothing else follows:
/// whoever declined can apply at any time (PROACTIVE-05).
pub async fn decline(office: &Office, session: &Session, id: &OfferId, never: bool) -> Result<(), Stop> {
    let offer = own(office, session, id).await?;
    if offer.state == OfferState::Declined && !never {
        return Ok(());
    }
    let now = office.now();
    let mut batch = Batch::new();
    if offer.state != OfferState::Declined {
        let next = offer.decide(OfferWish::Decline, now)?;
        batch.push(consents::change_offer(&next, offer.revision));
        batch.extend(not_taken(office, &offer, "declined", now));
    }
    if never {
        let scope = Scope::Service(offer.service.clone());
        let all = consents::of_person(&office.db, &session.person.id).await?;
        let before = all.iter().find(|one| one.scope == scope);
        let by = said::by(session);
        let by = (by.0.as_str(), by.1.as_str());
        let next = Consent::said(before, &session.person.id, &scope, &ConsentWish::Refuse, by, now);
        if Some(&next) != before {
            batch.push(consents::say(&next));
        }
    }
    office.db.commit(batch).await?;
    Ok(())
}
