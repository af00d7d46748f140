//! The applicant: becomes known, fills the form, sends it. Everything goes through the same
//! actions that pages call.

use std::collections::BTreeMap;

use actions::citizen::drafts::{self, Patch};
use actions::citizen::file_application::file_application;
use actions::citizen::session::Session;
use actions::citizen::start_draft::{self, Beginning};
use actions::citizen::uploads;
use actions::reception::application::{self, Choosing};
use actions::stop::Stop;
use anyhow::Result;
use domain::case::Actor;
use domain::id::{CaseId, DraftId, OfficialId, PersonId, ResultId};
use domain::number::PublicNumber;
use domain::person::Person;
use domain::reception::LineId;
use domain::result::{ResultRecord, ResultState};
use jiff::Timestamp;
use jiff::civil::Date;
use regulation::package::{Assurance, Fact, FactType};
use serde_json::{Map, Value as Raw};
use store::{Batch, people, results};

use super::paper;
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
    let mut batch = Batch::new().with_all(people::insert(&person));
    for (place, ((service, output), fields)) in script.held().into_iter().enumerate() {
        let record = earlier(scene, &person, number * 16 + place as u64, (&service, &output), &fields);
        batch.extend(results::insert(&record, &Actor::Machine));
    }
    scene.office.db.commit(batch).await?;
    Ok(Session::played(person, script.role()))
}

/// A result of another service that the applicant holds already.
fn earlier(
    scene: &Scene,
    person: &Person,
    number: u64,
    (service, output): (&str, &str),
    fields: &Map<String, Raw>,
) -> ResultRecord {
    let office = &scene.office;
    let now = office.now();
    let bucket = person.id.bucket();
    let day = |name: &str| fields.get(name).and_then(Raw::as_str).and_then(|text| text.parse::<Date>().ok());
    let lines: Vec<Raw> = fields
        .iter()
        .map(|(name, value)| serde_json::json!({ "name": name, "label": name, "shown": plain(value), "value": value }))
        .collect();
    ResultRecord {
        id: ResultId(office.new_id(bucket)),
        number: PublicNumber::new("ПР", office.today(now).year(), number).to_string(),
        check_code: office.new_id(bucket),
        case: CaseId(office.new_id(bucket)),
        person: person.id.clone(),
        authority: "social-ministry".to_owned(),
        service: service.to_owned(),
        regulation_version: "2026.1".to_owned(),
        output: output.to_owned(),
        register: Some("earlier".to_owned()),
        content: Raw::Array(lines),
        state: ResultState::Active,
        ground: None,
        issued_at: day("issued").map_or(now, |day| office.clock.start_of_day(day)),
        valid_until: day("until").map(|day| office.clock.end_of_day(day)),
        keep_until: None,
        left_account_at: None,
        signer: OfficialId(domain::id::make([0; 16], 0)),
        document: None,
        signature: None,
        revision: 1,
        history: Vec::new(),
        replaced_by: None,
        replaces: None,
    }
}

fn plain(value: &Raw) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Fills a draft of the script's service, step by step.
pub async fn fill(scene: &Scene, session: &Session, script: &Script) -> Result<DraftId, Stop> {
    let (office, regulation) = (&scene.office, &script.regulation);
    let beginning = Beginning { channel: script.channel(), ..Beginning::default() };
    let draft = start_draft::start_by(office, session, &regulation.service, beginning).await?;
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

/// Sends a draft, with the first free time of every hall and inspector it needs.
pub async fn send(scene: &Scene, session: &Session, draft: &DraftId) -> Result<CaseId, Stop> {
    let office = &scene.office;
    let open = drafts::open(office, session, draft).await?;
    for choice in application::choices(office, &open).await? {
        let booking = choice.needed.booking.as_str();
        if choice.held(office.now()).is_some() {
            continue;
        }
        let choosing = application::choosing(office, session, draft, booking).await?;
        if let Some((line, start)) = first_free(scene, &choosing).await? {
            application::hold(office, session, draft, booking, &line, start).await?;
        }
    }
    file_application(&scene.office, session, draft, &[]).await
}

/// The first time that may be chosen.
async fn first_free(scene: &Scene, choosing: &Choosing) -> Result<Option<(LineId, Timestamp)>, Stop> {
    for line in &choosing.choice.needed.lines {
        for day in application::days(&scene.office, choosing, line).await? {
            let slots = application::slots(&scene.office, choosing, line, day.date).await?;
            if let Some(slot) = slots.iter().find(|slot| slot.free) {
                return Ok(Some((line.clone(), slot.start)));
            }
        }
    }
    Ok(None)
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
