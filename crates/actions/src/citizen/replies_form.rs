//! What the applicant was asked, as a form of one step with the same fields and checks as the
//! form of the service. It is sent once; files wait beside it until then (PROCEDURE-08).

use std::sync::Arc;

use bytes::Bytes;
use domain::case::{Actor, Case, Questions, Wish};
use domain::id::CaseId;
use domain::permit::{self, Act, Thing};
use domain::refusal::Refusal;
use regulation::fact::{Attachment, Facts, Source};
use regulation::form::{self, Answers, Problem, StepView};
use regulation::package::{FactType, FormStep, Regulation, UploadLimits};
use serde_json::Value;
use store::attachments::{self, Upload};
use store::{Batch, Write};

use super::inspect::{self, Flaw};
use super::patch::{self, Edit, Patch};
use super::session::Session;
use super::uploads::{NotTaken, plain_name};
use crate::antivirus;
use crate::commit::Opened;
use crate::office::Office;
use crate::stop::Stop;

/// Tries when the machine moves the case at the same moment.
const TRIES: usize = 5;
/// Id of the one step.
const STEP: &str = "answer";

/// What is asked.
pub struct AskedForm {
    /// The case.
    pub case: Case,
    /// The questions.
    pub questions: Questions,
    /// Them as fields, with what was typed and what is wrong.
    pub step: StepView,
    regulation: Regulation,
    answers: Answers,
    prefill: Facts,
    files: Vec<Upload>,
}

/// What was typed.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// Path of a field and its text, in the order sent.
    pub fields: Vec<(String, String)>,
    /// Field, name and content of a file.
    pub files: Vec<(String, String, Bytes)>,
    /// A change of a list or of a file.
    pub edit: Option<Edit>,
}

/// A file that was not taken, at its field.
pub type Refused = (String, Flaw, UploadLimits);

/// The form as it stands with what was typed; nothing, when nothing is asked now.
pub async fn form(office: &Office, session: &Session, id: &CaseId, typed: &Typed) -> Result<Option<AskedForm>, Stop> {
    let opened = own(office, session, id).await?;
    made(office, &opened, typed).await
}

/// Takes files and changes of lists in: the form again.
pub async fn edit(
    office: &Office,
    session: &Session,
    id: &CaseId,
    typed: &Typed,
) -> Result<(AskedForm, Vec<Refused>), Stop> {
    let opened = own(office, session, id).await?;
    let nothing = || Stop::Refused(Refusal::WrongState { state: opened.case.state.name() });
    let asked = made(office, &opened, &Typed::default()).await?.ok_or_else(nothing)?;
    if let Some(Edit::Clear(path)) = &typed.edit {
        let cleared: Vec<Write> =
            asked.files.iter().filter(|file| file.field == *path).map(attachments::delete).collect();
        office.db.commit(Batch::new().with_all(cleared)).await?;
    }
    let mut refused = Vec::new();
    for (field, name, content) in &typed.files {
        match take(office, session, &asked, field, name, content.clone()).await {
            Ok(()) => {}
            Err(NotTaken::Flaw(flaw, limits)) => refused.push((field.clone(), flaw, limits)),
            Err(NotTaken::Stop(stop)) => return Err(stop),
        }
    }
    let asked = made(office, &opened, typed).await?.ok_or_else(nothing)?;
    Ok((asked, refused))
}

/// Sends the answers, once. What is wrong comes back with the form; what is left empty stays
/// unknown.
pub async fn send(office: &Office, session: &Session, id: &CaseId, asked: &AskedForm) -> Result<Vec<Problem>, Stop> {
    let now = office.now();
    let today = office.today(now);
    let problems = form::check(&asked.regulation, &asked.answers, &asked.prefill, today);
    if !problems.is_empty() {
        return Ok(problems);
    }
    let known = form::facts(&asked.regulation, &asked.answers, &asked.prefill, now, today);
    let mut facts = Facts::default();
    for (name, known) in known.0 {
        let answered = asked.questions.facts.contains(&name) && known.source == Source::Applicant;
        if answered && known.value.is_some() {
            facts.learn(name, known);
        }
    }
    let wish = Wish::Answer { facts };
    for _ in 0..TRIES {
        let opened = own(office, session, id).await?;
        let by = Actor::Applicant(session.person.id.clone());
        let change = office.decide(&opened, &wish, &by, office.now())?;
        let files = attachments::to_case(&opened.case.draft, &opened.case.id);
        match office.commit_change(&opened, &change, [files]).await {
            Err(Stop::Conflict) => {}
            Err(stop) => return Err(stop),
            Ok(()) => return Ok(Vec::new()),
        }
    }
    Err(Stop::Conflict)
}

async fn own(office: &Office, session: &Session, id: &CaseId) -> Result<Opened, Stop> {
    let opened = office.open_case(id).await?;
    permit::permit(&session.subject(), Act::AnswerCase, &Thing::case(&opened.case))?;
    Ok(opened)
}

async fn made(office: &Office, opened: &Opened, typed: &Typed) -> Result<Option<AskedForm>, Stop> {
    let case = &opened.case;
    let Some(questions) = case.asked_of_applicant.last().filter(|asked| asked.open()).cloned() else {
        return Ok(None);
    };
    let regulation = narrowed(&opened.regulation, &questions);
    let mut prefill = case.facts.clone();
    prefill.0.retain(|name, _| !questions.facts.contains(name));
    let today = office.today(office.now());
    let mut answers = Answers::default();
    let mut files = attachments::of_draft(&office.db, &case.draft).await?;
    files.retain(|file| file.case.is_none() && file.finished_at.is_some() && file.created_at >= questions.asked_at);
    for file in &files {
        let view = form::view(&regulation, &answers, &prefill, today);
        if let Some(value) = described(file) {
            patch::put(&mut answers, &regulation, &view, &file.field, value);
        }
    }
    let view = form::view(&regulation, &answers, &prefill, today);
    let sent = Patch { step: STEP.to_owned(), fields: typed.fields.clone(), edit: typed.edit.clone() };
    patch::apply(&mut answers, &regulation, &view, &sent);
    let step = form::view(&regulation, &answers, &prefill, today).steps.into_iter().next();
    let case = case.clone();
    Ok(step.map(|step| AskedForm { case, questions, step, regulation, answers, prefill, files }))
}

/// The service with only these questions, each of them asked whatever the form says of it.
fn narrowed(regulation: &Arc<Regulation>, questions: &Questions) -> Regulation {
    let mut narrow = Regulation::clone(regulation);
    for name in &questions.facts {
        if let Some(fact) = narrow.facts.get_mut(name) {
            fact.when = None;
            fact.required = false;
        }
    }
    let fields = questions.facts.clone();
    narrow.form = vec![FormStep { id: STEP.to_owned(), title: String::new(), lead: None, fields, when: None }];
    narrow
}

fn described(file: &Upload) -> Option<Value> {
    let attachment = Attachment {
        sha256: file.sha256.clone()?,
        name: file.name.clone(),
        media_type: file.media_type.clone()?,
        size: u64::try_from(file.size).ok()?,
    };
    serde_json::to_value(attachment).ok()
}

/// Looks at a file and keeps it beside the form in place of the one before.
async fn take(
    office: &Office,
    session: &Session,
    asked: &AskedForm,
    field: &str,
    name: &str,
    content: Bytes,
) -> Result<(), NotTaken> {
    let limits = match patch::fact(&asked.regulation, field).map(|fact| &fact.kind) {
        Some(FactType::Document(limits)) if asked.questions.facts.iter().any(|name| begins(field, name)) => limits,
        _ => return Err(Stop::Missing.into()),
    };
    let flaw = |flaw| NotTaken::Flaw(flaw, limits.clone());
    let name = plain_name(name);
    let most = office.region.params.upload_max_bytes.value;
    inspect::announced(limits, most, &name, content.len() as u64).map_err(flaw)?;
    let media_type = inspect::content(limits, &name, &content).map_err(flaw)?;
    if !antivirus::passes(office, &content).await? {
        return Err(flaw(Flaw::Infected));
    }
    let size = i64::try_from(content.len()).unwrap_or(i64::MAX);
    let stored = office.files.put_bytes(content).await.map_err(Stop::broken("storing a file"))?;
    let now = office.now();
    let upload = Upload {
        id: office.new_id(session.person.id.bucket()),
        person: session.person.id.clone(),
        draft: asked.case.draft.clone(),
        case: None,
        field: field.to_owned(),
        name,
        media_type: Some(media_type.to_owned()),
        size,
        uploaded: size,
        sha256: Some(stored.sha256),
        created_at: now,
        finished_at: Some(now),
    };
    let before = asked.files.iter().filter(|file| file.field == field).map(attachments::delete);
    let batch = Batch::new().with_all(before).with(attachments::insert(&upload));
    office.db.commit(batch).await.map_err(Stop::from)?;
    Ok(())
}

/// `children.0.paper` begins with `children`.
fn begins(path: &str, name: &str) -> bool {
    path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
