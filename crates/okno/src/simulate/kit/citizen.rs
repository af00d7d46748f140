//! The applicant: becomes known, fills the form, sends it. Everything goes through the same
//! actions that pages call.

use std::collections::BTreeMap;

use actions::citizen::drafts::{self, Patch};
use actions::citizen::file_application::file_application;
use actions::citizen::session::Session;
use actions::citizen::{start_draft, uploads};
use actions::stop::Stop;
use anyhow::{Result, anyhow};
use domain::id::{CaseId, DraftId, PersonId};
use domain::person::Person;
use regulation::package::{Assurance, Fact, FactType};
use serde_json::{Map, Value as Raw};
use store::{Batch, people};

use super::paper;
use super::raw;
use super::scene::Scene;
use super::script::Script;

const SURNAMES: [&str; 10] = [
    "Образцова",
    "Пробный",
    "Примерова",
    "Тестов",
    "Выдуманная",
    "Небывалов",
    "Моделева",
    "Условный",
    "Пустышкина",
    "Макетов",
];
const NAMES: [&str; 6] = ["Проба", "Тест", "Пример", "Макет", "Модель", "Эскиз"];

/// Makes the applicant of a script known to the office: somebody plainly invented.
pub async fn arrive(scene: &Scene, script: &Script, number: u64) -> Result<Session> {
    let claims = script.claims();
    let of = |claim: &str, usual: &str| {
        claims.get(claim).and_then(Raw::as_str).map_or_else(|| usual.to_owned(), str::to_owned)
    };
    let place = number as usize;
    let name = format!(
        "{} {} {number}",
        of("lastName", SURNAMES[place % SURNAMES.len()]),
        of("firstName", NAMES[place / 10 % NAMES.len()]),
    );
    let person = Person {
        id: PersonId(scene.office.new_owner_id()),
        oid: format!("9{number:09}"),
        name,
        assurance: Assurance::Confirmed,
        claims,
        claims_at: scene.office.now(),
        email: (!number.is_multiple_of(5)).then(|| format!("resident-{number}@example.test")),
        phone: number.is_multiple_of(3).then(|| format!("+7900{number:07}")),
        channels: BTreeMap::new(),
    };
    scene.office.db.commit(Batch::new().with_all(people::insert(&person))).await?;
    Ok(Session::played(person, script.role()))
}

/// Fills a draft of the script's service, step by step.
pub async fn fill(scene: &Scene, session: &Session, script: &Script) -> Result<DraftId, Stop> {
    let (office, regulation) = (&scene.office, &script.regulation);
    let draft = start_draft::start(office, session, &regulation.service, None).await?;
    for step in &regulation.form {
        let mut sent = Sent::default();
        for name in &step.fields {
            if let (Some(fact), Some(value)) = (regulation.facts.get(name), script.given.get(name)) {
                sent.add(name, fact, value);
            }
        }
        if !sent.texts.is_empty() {
            let patch = Patch { step: step.id.clone(), fields: sent.texts, edit: None };
            drafts::save(office, session, &draft, &patch).await?;
        }
        for (path, name, content) in sent.files {
            let taken = uploads::whole(office, session, &draft, &path, name, content.into()).await;
            match taken {
                Ok(_) => {}
                Err(uploads::NotTaken::Stop(stop)) => return Err(stop),
                Err(uploads::NotTaken::Flaw(flaw, _)) => {
                    let source = format!("{path}: {flaw:?}").into();
                    return Err(Stop::Broken { doing: "attaching a file", source });
                }
            }
        }
    }
    Ok(draft)
}

/// Sends a draft.
pub async fn send(scene: &Scene, session: &Session, draft: &DraftId) -> Result<CaseId, Stop> {
    file_application(&scene.office, session, draft).await
}

/// Fills and sends.
pub async fn apply(scene: &Scene, session: &Session, script: &Script) -> Result<CaseId> {
    let draft = fill(scene, session, script).await.map_err(|stop| anyhow!("filling: {}", said(&stop)))?;
    send(scene, session, &draft).await.map_err(|stop| anyhow!("filing: {}", said(&stop)))
}

/// A stop with its problems named.
pub fn said(stop: &Stop) -> String {
    match stop {
        Stop::Problems(problems) => {
            let each = problems.iter().map(|problem| format!("{}: {}", problem.field, problem.message));
            each.collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}

/// What a step sends.
#[derive(Default)]
struct Sent {
    texts: Vec<(String, String)>,
    files: Vec<(String, &'static str, Vec<u8>)>,
}

impl Sent {
    /// The answers below a path, as the controls of the form would send them.
    fn add(&mut self, path: &str, fact: &Fact, value: &Raw) {
        match (&fact.kind, value) {
            (_, Raw::Null) => {}
            (FactType::List { item, .. }, Raw::Array(records)) => {
                for (index, record) in records.iter().enumerate() {
                    let empty = Map::new();
                    for (name, raw) in record.as_object().unwrap_or(&empty) {
                        if let Some(fact) = item.get(name) {
                            self.add(&format!("{path}.{index}.{name}"), fact, raw);
                        }
                    }
                }
            }
            (FactType::Document(limits), _) => {
                let (name, content) = paper::upload(limits);
                self.files.push((path.to_owned(), name, content));
            }
            (_, Raw::String(text)) => self.texts.push((path.to_owned(), text.clone())),
            (_, Raw::Object(object)) => {
                let text = object.get("text").and_then(Raw::as_str).unwrap_or_default();
                self.texts.push((path.to_owned(), text.to_owned()));
            }
            (_, other) => self.texts.push((path.to_owned(), other.to_string())),
        }
    }
}

/// What the script says of a fact of the form, to be answered later.
pub fn later(script: &Script, name: &str) -> Option<Raw> {
    raw::get(&script.regulation.facts, &script.given, name).cloned()
}
