//! What the one who files does with the parts of others: invites, takes back, reminds.

use domain::id::{DraftId, PartId};
use domain::joint::{self, Part, Standing, Wish};
use domain::permit::{Act, Thing, permit};
use domain::refusal::Refusal;
use regulation::package::Party;
use store::{Batch, idempotency, joint as rows};

use super::around::until;
use crate::citizen::drafts::{self, OpenDraft};
use crate::citizen::session::Session;
use crate::office::Office;
use crate::stop::Stop;

/// A part as the one who files follows it.
#[derive(Debug)]
pub struct Followed<'a> {
    /// The party of the regulation.
    pub party: &'a Party,
    /// The last invitation, if any.
    pub part: Option<&'a Part>,
    /// Where it stands now.
    pub standing: Option<Standing>,
}

impl Followed<'_> {
    /// May somebody be invited now?
    pub fn may_invite(&self) -> bool {
        !self.standing.is_some_and(Standing::is_live)
    }
}

/// The parts that an application waits for.
pub fn followed<'a>(office: &Office, open: &'a OpenDraft) -> Vec<Followed<'a>> {
    let now = office.now();
    let parties = open.joint.parties(&open.regulation).into_iter();
    let followed = parties.map(|party| {
        let part = open.joint.last_of(&party.id);
        Followed { party, part, standing: part.map(|part| part.standing(now)) }
    });
    if open.joint.own.is_some() { Vec::new() } else { followed.collect() }
}

/// Invites the person whom the application names, once what the one who files gives is in order.
pub async fn invite(office: &Office, session: &Session, draft: &DraftId, party: &str) -> Result<(), Stop> {
    let open = drafts::open(office, session, draft).await?;
    if open.draft.case.is_some() {
        return Err(Refusal::DraftSent.into());
    }
    let parties = open.joint.parties(&open.regulation);
    let party = parties.into_iter().find(|one| one.id == party && open.joint.own.is_none()).ok_or(Stop::Missing)?;
    let now = office.now();
    if open.joint.last_of(&party.id).is_some_and(|part| part.standing(now).is_live()) {
        return Err(Refusal::AlreadyDone.into());
    }
    let problems = drafts::problems(&open);
    if !problems.is_empty() {
        return Err(Stop::Problems(problems));
    }
    let named = party.invite.as_ref().and_then(|fact| open.draft.answers.get(fact)).and_then(|raw| raw.as_str());
    let snils = named.map(joint::digits).unwrap_or_default();
    if snils.is_empty() || snils == joint::digits_of(&session.person) {
        return Err(Refusal::NobodyToInvite(party.title.clone()).into());
    }
    let id = PartId(office.new_id(draft.bucket()));
    let part = joint::invite(id, &open.draft, &session.person, party, &snils, now, until(office, party, now)?);
    // A second click at the same moment invites nobody twice.
    let count = open.joint.parts.len();
    let key = idempotency::Key::new(draft.bucket(), format!("invite:{draft}:{}:{count}", party.id));
    let batch = Batch::new().with_all(rows::insert(&part)).once(key, part.id.as_str(), now);
    match office.db.commit(batch).await {
        Ok(_) => Ok(()),
        Err(error) if error.is_conflict() => Err(Refusal::AlreadyDone.into()),
        Err(error) => Err(error.into()),
    }
}

/// Takes an invitation back; answers the draft it belongs to.
pub async fn withdraw(office: &Office, session: &Session, id: &PartId) -> Result<DraftId, Stop> {
    run(office, session, id, &Wish::Withdraw).await
}

/// Reminds, at most once a day.
pub async fn remind(office: &Office, session: &Session, id: &PartId) -> Result<DraftId, Stop> {
    run(office, session, id, &Wish::Remind).await
}

async fn run(office: &Office, session: &Session, id: &PartId, wish: &Wish) -> Result<DraftId, Stop> {
    let now = office.now();
    let part = rows::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    permit(&session.subject(), Act::RunPart, &Thing::part(&part, &session.person, now))?;
    let next = joint::decide(&part, wish, &session.person.id, now)?;
    office.db.commit(Batch::new().with(rows::update(&next, part.revision))).await?;
    Ok(part.draft)
}
