//! What the invited does: sees who invites and to what, fills in a part, signs it or says no.

use std::sync::Arc;

use domain::case::Context;
use domain::draft::{self, Draft};
use domain::id::{DraftId, PartId};
use domain::joint::{self, Part, Relation, Standing, Wish, relation};
use domain::permit::{Act, Thing, permit};
use domain::refusal::Refusal;
use jiff::Timestamp;
use regulation::form::{self, StepView};
use regulation::package::{Party, Regulation, Signature};
use store::{Batch, drafts as draft_rows, joint as rows};

use super::around::only;
use crate::citizen::drafts::{self, OpenDraft};
use crate::citizen::session::Session;
use crate::office::Office;
use crate::stop::Stop;

/// Invitations read of one person.
const MOST: i64 = 100;

/// A part as the invited sees it.
pub struct Invitation {
    /// The part.
    pub part: Part,
    /// Where it stands now.
    pub standing: Standing,
    /// The edition it is filled in under.
    pub regulation: Arc<Regulation>,
    /// What of the application they see beside their own part; nothing before it is opened.
    pub shared: Vec<StepView>,
    /// Their own draft, once opened.
    pub own: Option<OpenDraft>,
}

impl Invitation {
    /// The party of the regulation.
    pub fn party(&self) -> Option<&Party> {
        self.regulation.parties.iter().find(|party| party.id == self.part.party)
    }
}

/// Parts that the person is or was invited to, the last ones first.
pub async fn listed(office: &Office, session: &Session) -> Result<Vec<(Part, Standing)>, Stop> {
    permit(&session.subject(), Act::SeeAccount, &Thing::nothing())?;
    let snils = joint::digits_of(&session.person);
    if snils.is_empty() {
        return Ok(Vec::new());
    }
    let now = office.now();
    let mut found = rows::of_invited(&office.db, &snils, MOST).await?;
    found.retain(|part| permit(&session.subject(), Act::SeePart, &Thing::part(part, &session.person, now)).is_ok());
    Ok(found.into_iter().map(|part| (part.standing(now), part)).map(|(standing, part)| (part, standing)).collect())
}

/// The part, if the person may do this with it; an attempt of anybody else is noted with the part.
async fn reach(office: &Office, session: &Session, id: &PartId, act: Act, now: Timestamp) -> Result<Part, Stop> {
    let part = rows::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    let allowed = permit(&session.subject(), act, &Thing::part(&part, &session.person, now));
    if relation(&part, &session.person) == Relation::Stranger
        && let Ok(noted) = joint::decide(&part, &Wish::Attempt, &session.person.id, now)
    {
        // Somebody changed it at this moment: the refusal stands whether it could be noted or not.
        let _ = office.db.commit(Batch::new().with(rows::update(&noted, part.revision))).await;
    }
    allowed?;
    Ok(part)
}

/// Shows an invitation to the invited.
pub async fn look(office: &Office, session: &Session, id: &PartId) -> Result<Invitation, Stop> {
    let now = office.now();
    let part = reach(office, session, id, Act::SeePart, now).await?;
    if relation(&part, &session.person) != Relation::Invited {
        return Err(Stop::Missing);
    }
    let standing = part.standing(now);
    let shows = matches!(standing, Standing::Opened | Standing::Done | Standing::Filed);
    let own = match part.own.as_ref().filter(|_| shows) {
        Some(own) => Some(drafts::open(office, session, own).await?),
        None => None,
    };
    let shared = match &own {
        Some(own) => shared(office, &part, &own.regulation, now).await?,
        None => Vec::new(),
    };
    let edition = || office.library.edition(&part.service, &part.version).cloned();
    let regulation = own.as_ref().map(|own| Arc::clone(&own.regulation)).or_else(edition);
    let regulation = regulation.ok_or(Refusal::EditionUnknown)?;
    Ok(Invitation { part, standing, regulation, shared, own })
}

/// What of the application of another the party sees.
async fn shared(office: &Office, part: &Part, regulation: &Regulation, now: Timestamp) -> Result<Vec<StepView>, Stop> {
    let filer = of_filer(office, part).await?;
    let today = office.today(now);
    let asked = joint::asked(regulation, &filer, today);
    let mut view = form::view(regulation, &filer.answers, &filer.prefill, today);
    only(&mut view, |field| {
        joint::fills(&asked, None, &field.name) && joint::sees(regulation, &asked, Some(&part.party), &field.name)
    });
    Ok(view.steps)
}

async fn of_filer(office: &Office, part: &Part) -> Result<Draft, Stop> {
    draft_rows::by_id(&office.db, &part.draft).await?.ok_or(Stop::Missing)
}

/// Opens an invitation: the own part begins, with what ЕСИА says of the invited.
pub async fn open(office: &Office, session: &Session, id: &PartId) -> Result<DraftId, Stop> {
    let now = office.now();
    let part = reach(office, session, id, Act::AnswerPart, now).await?;
    if let Some(own) = part.own {
        return Ok(own);
    }
    let filer = of_filer(office, &part).await?;
    let regulation = office.library.edition(&filer.service, &filer.version).ok_or(Refusal::EditionUnknown)?;
    let party = regulation.parties.iter().find(|party| party.id == part.party).ok_or(Refusal::EditionUnknown)?;
    let person = &session.person;
    let prefill = form::party_facts(regulation, party, &session.claims(), person.claims_at);
    let ids = |bucket| office.new_id(bucket);
    let context = Context { regulation, clock: &office.clock, region: &office.region, ids: &ids };
    let own = DraftId(office.new_id(person.id.bucket()));
    let draft = draft::begin(own.clone(), &person.id, prefill, &context, now);
    let draft = Draft { part: Some(part.id.clone()), ..draft };
    let next = joint::decide(&part, &Wish::Open(own.clone()), &person.id, now)?;
    office.db.commit(Batch::new().with(draft_rows::insert(&draft)).with(rows::update(&next, part.revision))).await?;
    Ok(own)
}

/// Signs the part, once it is in order, over what is shown of the application.
pub async fn sign(office: &Office, session: &Session, id: &PartId) -> Result<(), Stop> {
    let now = office.now();
    let part = reach(office, session, id, Act::AnswerPart, now).await?;
    let own = part.own.as_ref().ok_or(Refusal::PartClosed(part.standing(now).name()))?;
    let open = drafts::open(office, session, own).await?;
    let problems = drafts::problems(&open);
    if !problems.is_empty() {
        return Err(Stop::Problems(problems));
    }
    let party = open.regulation.parties.iter().find(|party| party.id == part.party);
    if party.is_some_and(|party| party.signs == Signature::Qualified) {
        return Err(Refusal::QualifiedNeeded.into());
    }
    let filer = of_filer(office, &part).await?;
    let today = office.today(now);
    let asked = joint::asked(&open.regulation, &filer, today);
    let over = joint::digest(&open.regulation, &asked, &part.party, &filer, today);
    let next = joint::decide(&part, &Wish::Sign { over }, &session.person.id, now)?;
    // The draft is written with its own revision, so that nothing typed in another window slips under.
    let mut signed = open.draft.clone();
    open.joint.keep(&open.regulation, &mut signed);
    signed.revision = open.stored + 1;
    let batch = Batch::new().with(draft_rows::save(&signed, open.stored)).with(rows::update(&next, part.revision));
    office.db.commit(batch).await?;
    Ok(())
}

/// Takes one's own signature back, to change the part.
pub async fn change(office: &Office, session: &Session, id: &PartId) -> Result<(), Stop> {
    answer(office, session, id, &Wish::Change).await
}

/// Says no to an invitation.
pub async fn refuse(office: &Office, session: &Session, id: &PartId, reason: &str) -> Result<(), Stop> {
    answer(office, session, id, &Wish::Refuse { reason: reason.to_owned() }).await
}

async fn answer(office: &Office, session: &Session, id: &PartId, wish: &Wish) -> Result<(), Stop> {
    let now = office.now();
    let part = reach(office, session, id, Act::AnswerPart, now).await?;
    let next = joint::decide(&part, wish, &session.person.id, now)?;
    office.db.commit(Batch::new().with(rows::update(&next, part.revision))).await?;
    Ok(())
}
