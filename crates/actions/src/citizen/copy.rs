//! The person's own copy of a request: on paper as PDF, and for machines as JSON
//! (FORM-06, FORM-09).

use domain::id::{CaseId, DraftId};
use domain::permit::{self, Act, Thing};
use papers::{Application, ApplicationMark, FileLine, Letterhead, Section};
use regulation::fact::{Attachment, Source};
use regulation::form::{self, FieldView, FormView};
use regulation::package::{FactType, Regulation};
use serde_json::{Value, json};
use store::{cases, drafts};
use tokio::sync::Semaphore;

use super::drafts::open;
use super::session::Session;
use crate::office::Office;
use crate::stop::Stop;

/// Papers set at once: the typesetter takes a whole core, pages must not wait for it.
static TYPESETTERS: Semaphore = Semaphore::const_new(1);

/// What a copy is made of.
struct Copied {
    saved_at: jiff::Timestamp,
    regulation: std::sync::Arc<Regulation>,
    view: FormView,
    number: Option<(String, jiff::Timestamp)>,
}

/// The draft that a copy is asked of, or the one that a case was filed from.
pub enum Of<'a> {
    /// A draft.
    Draft(&'a DraftId),
    /// An application.
    Case(&'a CaseId),
}

async fn collect(office: &Office, session: &Session, of: &Of<'_>) -> Result<Copied, Stop> {
    match of {
        Of::Draft(id) => {
            let opened = open(office, session, id).await?;
            let number = match &opened.draft.case {
                Some(case) => cases::by_id(&office.db, case).await?.map(|case| (case.number, case.filed_at)),
                None => None,
            };
            let saved_at = opened.draft.saved_at;
            Ok(Copied { saved_at, regulation: opened.regulation, view: opened.view, number })
        }
        Of::Case(id) => {
            let case = cases::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
            permit::permit(&session.subject(), Act::SeeOwnCase, &Thing::case(&case))?;
            let (answers, prefill, saved_at) = match drafts::by_id(&office.db, &case.draft).await? {
                Some(draft) => (draft.answers, draft.prefill, draft.saved_at),
                // Nobody filled a form: what authorities knew stands in its place.
                None if case.proactive.is_some() => (form::Answers::new(), case.facts.clone(), case.filed_at),
                None => return Err(Stop::Missing),
            };
            let edition = office.library.edition(&case.service, &case.version);
            let regulation = edition.cloned().ok_or(domain::refusal::Refusal::EditionUnknown)?;
            // As it was on the day it was sent.
            let day = office.today(case.filed_at);
            let view = form::view(&regulation, &answers, &prefill, day);
            Ok(Copied { saved_at, regulation, view, number: Some((case.number, case.filed_at)) })
        }
    }
}

/// The answers of a case as they were sent, for its page.
pub async fn sent(office: &Office, session: &Session, case: &CaseId) -> Result<FormView, Stop> {
    Ok(collect(office, session, &Of::Case(case)).await?.view)
}

/// The copy on paper. `words` says a moment and a size as people read them.
pub async fn pdf(
    office: &Office,
    session: &Session,
    of: &Of<'_>,
    moment: impl Fn(&jiff::Timestamp) -> String,
    size: impl Fn(&u64) -> String,
) -> Result<Vec<u8>, Stop> {
    let copied = collect(office, session, of).await?;
    let authority = office.region.authority(&copied.regulation.authority);
    let letterhead = authority.map(|one| Letterhead {
        name: one.name.clone(),
        address: one.address.clone(),
        phone: one.phone.clone(),
    });
    let (mark, at) = match &copied.number {
        Some((number, filed)) => (ApplicationMark::Filed { number: number.clone(), filed: moment(filed) }, *filed),
        None => (ApplicationMark::Draft { saved: moment(&copied.saved_at) }, copied.saved_at),
    };
    let mut files = Vec::new();
    each_field(&copied.view, &mut |field| {
        if let Ok(file) = serde_json::from_value::<Attachment>(field.raw.clone()) {
            files.push(FileLine { name: file.name, size: size(&file.size), sha256: file.sha256 });
        }
    });
    let application = Application {
        title: copied.regulation.title.clone(),
        authority: letterhead.unwrap_or_else(|| Letterhead {
            name: String::new(),
            address: String::new(),
            phone: String::new(),
        }),
        applicant: session.person.name.clone(),
        mark,
        date: office.today(at),
        sections: Section::of_form(&copied.view),
        files,
    };
    typeset(move || papers::application(&application)).await
}

/// Sets a paper for a person, one at a time.
pub(crate) async fn typeset(
    make: impl FnOnce() -> Result<Vec<u8>, papers::PaperError> + Send + 'static,
) -> Result<Vec<u8>, Stop> {
    let _turn = TYPESETTERS.acquire().await.map_err(Stop::broken("waiting for the typesetter"))?;
    tokio::task::spawn_blocking(make)
        .await
        .map_err(Stop::broken("setting a copy"))?
        .map_err(Stop::broken("setting a copy"))
}

/// The copy for machines: every visible field with its type, raw value, words and source.
pub async fn machine(office: &Office, session: &Session, of: &Of<'_>) -> Result<Value, Stop> {
    let copied = collect(office, session, of).await?;
    let steps: Vec<Value> = copied
        .view
        .steps
        .iter()
        .map(|step| json!({ "id": step.id, "title": step.title, "fields": fields(&step.fields) }))
        .collect();
    Ok(json!({
        "format": "okno.application/1",
        "service": copied.regulation.service,
        "title": copied.regulation.title,
        "version": copied.regulation.version,
        "number": copied.number.as_ref().map(|(number, _)| number),
        "filed_at": copied.number.as_ref().map(|(_, at)| at.to_string()),
        "saved_at": copied.saved_at.to_string(),
        "steps": steps,
    }))
}

fn fields(list: &[FieldView]) -> Vec<Value> {
    let field = |field: &FieldView| {
        let records: Vec<Value> = field.records.iter().map(|record| Value::Array(fields(record))).collect();
        json!({
            "path": field.path, "label": field.label, "type": kind(&field.kind), "value": field.raw,
            "shown": field.shown, "source": field.source.as_ref().map(source), "records": records,
        })
    };
    list.iter().map(field).collect()
}

fn kind(kind: &FactType) -> &'static str {
    match kind {
        FactType::YesNo => "yes-no",
        FactType::Number { .. } => "number",
        FactType::Money => "money",
        FactType::Date => "date",
        FactType::Text { .. } => "text",
        FactType::Choice(_) => "choice",
        FactType::Identifier(_) => "identifier",
        FactType::Address => "address",
        FactType::Document(_) => "document",
        FactType::List { .. } => "list",
    }
}

fn source(source: &Source) -> &'static str {
    match source {
        Source::Applicant => "applicant",
        Source::Identity => "identity",
        Source::Register { .. } => "register",
        Source::Official { .. } => "official",
        Source::Experts { .. } => "experts",
        Source::Derived => "derived",
        Source::Case => "case",
        Source::Service { .. } => "service",
    }
}

fn each_field(view: &FormView, visit: &mut impl FnMut(&FieldView)) {
    fn walk(list: &[FieldView], visit: &mut impl FnMut(&FieldView)) {
        for field in list {
            visit(field);
            for record in &field.records {
                walk(record, visit);
            }
        }
    }
    for step in &view.steps {
        walk(&step.fields, visit);
    }
}
