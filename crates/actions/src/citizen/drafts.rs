//! A person's drafts: open, save at any moment with whatever is typed, throw away and bring
//! back (FORM-03, FORM-08, FORM-11, FORM-13, FORM-21).

use std::sync::Arc;

use domain::carry;
use domain::case::Context;
use domain::draft::{self, Draft};
use domain::id::DraftId;
use domain::permit::{self, Act, Thing};
use domain::reception::{self, ToChoose};
use domain::refusal::Refusal;
use jiff::civil::Date;
use regulation::form::{self, Answers, FieldView, FormView, Problem};
use regulation::package::Regulation;
use store::{Batch, drafts};

use super::patch;
pub use super::patch::{Edit, Patch};
use super::session::Session;
use crate::desk::access::journal_reading;
use crate::joint::Around;
use crate::office::Office;
use crate::stop::Stop;

/// A draft as its owner sees it.
pub struct OpenDraft {
    /// The draft, moved to the edition in force if it was begun under an older one.
    pub draft: Draft,
    /// The edition it is filled under.
    pub regulation: Arc<Regulation>,
    /// Steps and fields that are visible now.
    pub view: FormView,
    /// Changes whenever other fields become visible.
    pub shape: String,
    /// The region's day.
    pub today: Date,
    /// The service can be filed: it is published and in force.
    pub may_be_filed: bool,
    /// The draft was moved to a newer edition just now.
    pub moved: bool,
    /// The revision that is stored; a writer must find it unchanged.
    pub stored: i64,
    /// Times of halls and inspectors that have to be chosen before it is filed.
    pub to_choose: Vec<ToChoose>,
    /// Its parts of others, or the part it is (FORM-07).
    pub joint: Around,
}

/// Drafts shown in an account.
const SHOWN: i64 = 100;
/// How often a save is tried when two windows save at once.
const TRIES: usize = 8;

/// Reads one's own draft.
pub async fn open(office: &Office, session: &Session, id: &DraftId) -> Result<OpenDraft, Stop> {
    let draft = read(office, session, id, Act::EditDraft).await?;
    opened(office, draft).await
}

async fn read(office: &Office, session: &Session, id: &DraftId, act: Act) -> Result<Draft, Stop> {
    let draft = drafts::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    permit::permit(&session.subject(), act, &Thing::own_draft(&draft))?;
    if draft.deleted_at.is_some() && act != Act::DropDraft {
        return Err(Stop::Missing);
    }
    // What a window filed is read there as an official reads a case: on record.
    if let (Some(window), Some(case)) = (&session.window, &draft.case) {
        journal_reading(office, &window.official, case, window.ground.clone(), office.now()).await?;
    }
    Ok(draft)
}

async fn opened(office: &Office, draft: Draft) -> Result<OpenDraft, Stop> {
    let now = office.now();
    let today = office.today(now);
    let (before, stored) = (draft.version.clone(), draft.revision);
    let (draft, regulation, may_be_filed) = in_force(office, draft, today)?;
    let (draft, joint) = Around::of(office, draft, &regulation, today).await?;
    let mut view = form::view(&regulation, &draft.answers, &draft.prefill, today);
    joint.narrow(&regulation, &mut view, now);
    let to_choose = to_choose(office, &draft, &regulation, today);
    let shape = shape(&view, &to_choose);
    let moved = before != draft.version;
    Ok(OpenDraft { moved, stored, draft, regulation, view, shape, today, may_be_filed, to_choose, joint })
}

/// Times are chosen by the one who files, not in the parts of others.
fn to_choose(office: &Office, draft: &Draft, regulation: &Regulation, today: Date) -> Vec<ToChoose> {
    let Some(reception) = &office.region.reception else { return Vec::new() };
    if draft.part.is_some() || regulation.bookings.iter().all(|one| one.place.is_none()) {
        return Vec::new();
    }
    let facts = form::facts(regulation, &draft.answers, &draft.prefill, office.now(), today);
    reception::to_choose(regulation, &facts, reception, today)
}

/// What blocks filing, of what is filled in here.
pub fn problems(open: &OpenDraft) -> Vec<Problem> {
    let found = form::check(&open.regulation, &open.draft.answers, &open.draft.prefill, open.today);
    open.joint.problems(&open.regulation, found)
}

/// The draft under the edition in force. A sent one stays as it was sent; one of a withdrawn
/// service stays readable.
fn in_force(office: &Office, draft: Draft, today: Date) -> Result<(Draft, Arc<Regulation>, bool), Refusal> {
    let own = office.library.edition(&draft.service, &draft.version);
    let current = office.library.current(&draft.service, today);
    match (own, current) {
        (Some(own), _) if draft.case.is_some() => Ok((draft, Arc::clone(own), false)),
        (_, Some(current)) if current.version == draft.version => Ok((draft, Arc::clone(current), true)),
        (own, Some(current)) => {
            let ids = |bucket| office.new_id(bucket);
            let moved = carry::migrate(&draft, own.map(|own| &**own), &context(office, current, &ids))?;
            Ok((moved, Arc::clone(current), true))
        }
        (Some(own), None) => Ok((draft, Arc::clone(own), false)),
        (None, None) => Err(Refusal::EditionUnknown),
    }
}

fn context<'a>(
    office: &'a Office,
    regulation: &'a Regulation,
    ids: &'a (dyn Fn(i64) -> String + Send + Sync),
) -> Context<'a> {
    Context { regulation, clock: &office.clock, region: &office.region, ids }
}

/// A short word for which fields are visible and which times have to be chosen.
fn shape(view: &FormView, to_choose: &[ToChoose]) -> String {
    fn add(hash: &mut u64, text: &str) {
        for byte in text.bytes() {
            *hash = (*hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    fn fields(hash: &mut u64, list: &[FieldView]) {
        for field in list {
            add(hash, &field.path);
            add(hash, if field.required { "!" } else { "?" });
            field.records.iter().for_each(|record| fields(hash, record));
        }
    }
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for step in &view.steps {
        add(&mut hash, &step.id);
        fields(&mut hash, &step.fields);
    }
    for one in to_choose {
        add(&mut hash, &one.booking);
        one.lines.iter().for_each(|line| add(&mut hash, &line.to_string()));
    }
    format!("{hash:x}")
}

/// Saves what was typed, right or wrong. Two windows of one person may save at once: each
/// save changes only the fields it sent.
pub async fn save(office: &Office, session: &Session, id: &DraftId, patch: &Patch) -> Result<OpenDraft, Stop> {
    for _ in 0..TRIES {
        let stored = read(office, session, id, Act::EditDraft).await?;
        if stored.case.is_some() {
            return Err(Refusal::DraftSent.into());
        }
        let before = opened(office, stored).await?;
        let (now, mut patch) = (office.now(), patch.clone());
        before.joint.sift(&before.regulation, &mut patch.fields, now);
        let mut answers = before.draft.answers.clone();
        patch::apply(&mut answers, &before.regulation, &before.view, &patch);
        let draft = saved(office, &before, &answers, &patch.step)?;
        let parts = before.joint.after_save(office, &before.regulation, &draft, now)?;
        match office.db.commit(Batch::new().with(drafts::save(&draft, before.stored)).with_all(parts)).await {
            Ok(_) => return opened(office, draft).await,
            Err(error) if error.is_conflict() => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Stop::Conflict)
}

/// The draft with those answers, one revision after the one that is stored.
pub(crate) fn saved(office: &Office, open: &OpenDraft, answers: &Answers, step: &str) -> Result<Draft, Refusal> {
    let now = office.now();
    open.joint.may_save(now)?;
    let step = open.regulation.form.iter().find(|one| one.id == step).map(|one| one.id.as_str());
    let ids = |bucket| office.new_id(bucket);
    let mut saved = draft::save(&open.draft, answers, step, &context(office, &open.regulation, &ids), now)?;
    open.joint.keep(&open.regulation, &mut saved);
    Ok(Draft { revision: open.stored + 1, ..saved })
}

/// The verdict on one field as it is typed now; nothing is saved.
pub async fn check_field(
    office: &Office,
    session: &Session,
    id: &DraftId,
    fields: &[(String, String)],
    field: &str,
) -> Result<Option<Problem>, Stop> {
    let OpenDraft { mut draft, regulation, view, today, .. } = open(office, session, id).await?;
    let patch = Patch { step: String::new(), fields: fields.to_vec(), edit: None };
    patch::apply(&mut draft.answers, &regulation, &view, &patch);
    Ok(form::check_field(&regulation, field, &draft.answers, &draft.prefill, today))
}

/// One's own unsent drafts, last saved first.
pub async fn of_person(office: &Office, session: &Session) -> Result<Vec<Draft>, Stop> {
    permit::permit(&session.subject(), Act::SeeAccount, &Thing::nothing())?;
    let mut found = drafts::of_person(&office.db, &session.person.id, SHOWN).await?;
    // A part of another's application is found by its invitation.
    found.retain(|draft| draft.deleted_at.is_none() && draft.part.is_none());
    Ok(found)
}

/// One's own unsent drafts of a service; at a window of a service centre, those begun there.
pub async fn of_service(office: &Office, session: &Session, service: &str) -> Result<Vec<Draft>, Stop> {
    permit::permit(&session.subject(), Act::OpenDraft, &Thing::nothing())?;
    let mut found = drafts::of_person(&office.db, &session.person.id, SHOWN).await?;
    found.retain(|draft| draft.service == service && draft.deleted_at.is_none() && draft.part.is_none());
    found.retain(|draft| permit::permit(&session.subject(), Act::EditDraft, &Thing::own_draft(draft)).is_ok());
    Ok(found)
}

/// Throws a draft away. It is only hidden: the sweep takes it when its time is up.
pub async fn delete(office: &Office, session: &Session, id: &DraftId) -> Result<(), Stop> {
    let now = office.now();
    mark(office, session, id, |draft| draft.deleted_at = Some(now)).await
}

/// Brings a draft back.
pub async fn restore(office: &Office, session: &Session, id: &DraftId) -> Result<(), Stop> {
    mark(office, session, id, |draft| draft.deleted_at = None).await
}

async fn mark(office: &Office, session: &Session, id: &DraftId, change: impl Fn(&mut Draft)) -> Result<(), Stop> {
    for _ in 0..TRIES {
        let mut draft = read(office, session, id, Act::DropDraft).await?;
        if draft.case.is_some() {
            return Err(Refusal::DraftSent.into());
        }
        let revision = draft.revision;
        change(&mut draft);
        draft.revision += 1;
        match office.db.commit(Batch::new().with(drafts::save(&draft, revision))).await {
            Ok(_) => return Ok(()),
            Err(error) if error.is_conflict() => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Stop::Conflict)
}
