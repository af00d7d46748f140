//! An application of ЕПГУ becomes a case by the same door as one of the portal: read by the map of its
//! service, checked whole before anything is kept, filed once however often its order comes.

use std::collections::BTreeMap;

use bytes::Bytes;
use connect::concentrator::{Application, all_at, all_in, text_of};
use connect::xml::Element;
use domain::case::{Context, Filing, NotFiled, file};
use domain::draft::{self, Draft};
use domain::id::{CaseId, PersonId};
use domain::permit::AccountKind;
use domain::person::Person;
use jiff::Timestamp;
use regulation::concentrator::{Map, Place};
use regulation::fact::Attachment;
use regulation::form;
use regulation::package::{Assurance, FactType, Regulation};
use serde_json::{Map as Json, Value};
use store::attachments::{self, Upload};
use store::departmental::{self, Order};
use store::{Batch, drafts, maintenance, people};

use super::draft_of;
use crate::antivirus;
use crate::citizen::file_application::file_application;
use crate::citizen::inspect;
use crate::citizen::session::Session;
use crate::office::Office;
use crate::stop::Stop;

/// What became of an application.
pub(super) enum Applied {
    /// It is a case, this one or one filed before.
    Filed,
    /// It cannot be filed: what is wrong, in words. Nothing is kept of it.
    Wrong(String),
}

/// A file of the message that a fact names.
struct Sent {
    fact: String,
    attachment: Attachment,
    content: Bytes,
}

/// Makes a case of an application, or says what is wrong.
pub(super) async fn apply(
    office: &Office,
    map: &Map,
    application: &Application,
    body: &Element,
    now: Timestamp,
) -> Result<Applied, Stop> {
    let Some(number) = one(body, &map.order) else {
        return Ok(wrong("Не указан номер заявления ЕПГУ."));
    };
    let claims: Json<String, Value> = (map.person.iter())
        .filter_map(|(claim, path)| Some((claim.clone(), Value::String(one(body, path)?))))
        .collect();
    let Some(oid) = claims.get("oid").and_then(Value::as_str).map(str::to_owned) else {
        return Ok(wrong("Не указан заявитель."));
    };
    let Some(regulation) = office.library.current(&map.service, office.today(now)).cloned() else {
        return Ok(wrong("Услуга сейчас не предоставляется."));
    };
    let known = people::by_oid(&office.db, &oid).await?;
    let is_new = known.is_none();
    let person = known.unwrap_or_else(|| stranger(office, oid, &claims, now));
    let session = Session::played(person.clone(), None);
    let id = draft_of(&number, &map.service, person.id.bucket());
    if departmental::order_of_draft(&office.db, &id).await?.is_none() {
        let ids = |bucket| office.new_id(bucket);
        let context = Context { regulation: &regulation, clock: &office.clock, region: &office.region, ids: &ids };
        let prefill = form::identity_facts(&regulation, &claims, now);
        let mut draft = draft::begin(id.clone(), &person.id, prefill, &context, now);
        let files = match answers(map, application, body, &regulation, &mut draft) {
            Ok(files) => files,
            Err(words) => return Ok(Applied::Wrong(words)),
        };
        // Checked whole before anything is kept.
        let case = CaseId(office.new_id(person.id.bucket()));
        let account = AccountKind::Person;
        let filing = Filing {
            draft: &draft,
            person: &person,
            account,
            case,
            number: String::new(),
            declared: Vec::new(),
            owed: Vec::new(),
        };
        if let Err(not_filed) = file(&filing, &context, now) {
            return Ok(Applied::Wrong(words(&not_filed)));
        }
        for sent in &files {
            if !antivirus::passes(office, &sent.content).await? {
                let label = regulation.facts.get(&sent.fact).map_or(&sent.fact, |fact| &fact.label);
                return Ok(Applied::Wrong(format!("Файл «{label}» не принят: в нём найдена вредоносная программа.")));
            }
        }
        let order = Order {
            number: number.clone(),
            service: map.service.clone(),
            message: application.message.clone(),
            draft: id.clone(),
            at: now,
            told: None,
        };
        keep(office, is_new.then_some(&person), &draft, files, &order, now).await?;
    }
    match file_application(office, &session, &id, &[]).await {
        Ok(_) => Ok(Applied::Filed),
        Err(Stop::Refused(refusal)) => {
            // A rule says no at the last moment: nothing is kept of it.
            if let Some(order) = departmental::order_of_draft(&office.db, &id).await? {
                let dropped = [departmental::order_dropped(&order), maintenance::drop_draft(&id)];
                office.db.commit(Batch::new().with_all(dropped)).await?;
            }
            Ok(Applied::Wrong(format!("Заявление не принято: {refusal}.")))
        }
        Err(stop) => Err(stop),
    }
}

/// Person, draft, files and order in one commit: all of them or none.
async fn keep(
    office: &Office,
    person: Option<&Person>,
    draft: &Draft,
    files: Vec<Sent>,
    order: &Order,
    now: Timestamp,
) -> Result<(), Stop> {
    let mut batch = Batch::new().with_all(person.into_iter().flat_map(people::insert));
    batch.push(drafts::insert(draft));
    batch.push(departmental::order(order));
    for sent in files {
        office.files.put_bytes(sent.content).await.map_err(Stop::broken("storing a file of ЕПГУ"))?;
        let size = i64::try_from(sent.attachment.size).unwrap_or(i64::MAX);
        batch.push(attachments::insert(&Upload {
            id: office.new_id(draft.person.bucket()),
            person: draft.person.clone(),
            draft: draft.id.clone(),
            case: None,
            field: sent.fact,
            name: sent.attachment.name,
            media_type: Some(sent.attachment.media_type),
            size,
            uploaded: size,
            sha256: Some(sent.attachment.sha256),
            created_at: now,
            finished_at: Some(now),
        }));
    }
    match office.db.commit(batch).await {
        // Another worker took the same order at this moment.
        Err(error) if error.is_conflict() => Ok(()),
        done => done.map(drop).map_err(Stop::from),
    }
}

/// Puts what the map finds into the answers; gives the files it names.
fn answers(
    map: &Map,
    application: &Application,
    body: &Element,
    regulation: &Regulation,
    draft: &mut Draft,
) -> Result<Vec<Sent>, String> {
    let mut files = Vec::new();
    for (name, place) in &map.facts {
        let found = all_at(body, &place.at);
        let Some(first) = found.first() else { continue };
        let fact = regulation.facts.get(name);
        let answer = match fact.map(|fact| &fact.kind) {
            Some(FactType::Document(limits)) => {
                let Some(id) = text_of(first, &place.at) else { continue };
                let content = application.files.iter().find(|(known, _)| *known == id).map(|(_, bytes)| bytes);
                let content = content.ok_or_else(|| format!("Файл «{id}» не приложен к сообщению."))?;
                let ending = infer_ending(content);
                let file_name = format!("{}.{ending}", name.replace('.', "-"));
                let media_type = inspect::content(limits, &file_name, content)
                    .map_err(|_| format!("Файл «{id}» не годится: {}.", fact.map_or(name, |fact| &fact.label)))?;
                let attachment = Attachment {
                    sha256: hash(content),
                    name: file_name,
                    media_type: media_type.to_owned(),
                    size: content.len() as u64,
                };
                let answer = serde_json::to_value(&attachment).unwrap_or_default();
                files.push(Sent { fact: name.clone(), attachment, content: Bytes::copy_from_slice(content) });
                answer
            }
            _ if !place.item.is_empty() => Value::Array(found.iter().map(|one| record(one, &place.item)).collect()),
            _ => match text_of(first, &place.at).and_then(|text| valued(place, text)) {
                Some(text) => Value::String(text),
                None => continue,
            },
        };
        draft.answers.insert(name.clone(), answer);
    }
    Ok(files)
}

fn record(element: &Element, items: &indexmap::IndexMap<String, Place>) -> Value {
    let field = |(name, place): (&String, &Place)| {
        let found = all_in(element, &place.at);
        let text = found.first().and_then(|one| text_of(one, &place.at)).and_then(|text| valued(place, text))?;
        Some((name.clone(), Value::String(text)))
    };
    Value::Object(items.iter().filter_map(field).collect())
}

/// What a code of ЕПГУ means; one that the map does not know is kept, and the form says that it is wrong.
fn valued(place: &Place, text: String) -> Option<String> {
    Some(place.values.get(&text).cloned().unwrap_or(text))
}

fn stranger(office: &Office, oid: String, claims: &Json<String, Value>, now: Timestamp) -> Person {
    let part = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
    let name = [part("lastName"), part("firstName"), part("middleName")];
    Person {
        id: PersonId(office.new_owner_id()),
        oid,
        name: name.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" "),
        // ЕПГУ lets only confirmed accounts send applications to authorities.
        assurance: Assurance::Confirmed,
        claims: claims.clone(),
        claims_at: now,
        email: None,
        phone: None,
        channels: BTreeMap::new(),
    }
}

fn one(body: &Element, path: &str) -> Option<String> {
    all_at(body, path).first().and_then(|found| text_of(found, path))
}

fn wrong(words: &str) -> Applied {
    Applied::Wrong(words.to_owned())
}

/// Everything that is wrong, field by field, with how to mend it.
fn words(not_filed: &NotFiled) -> String {
    match not_filed {
        NotFiled::Refused(refusal) => format!("Заявление не принято: {refusal}."),
        NotFiled::Problems(problems) => {
            let all = problems.iter().map(|one| format!("{}: {} {}", one.field, one.message, one.mend));
            all.collect::<Vec<_>>().join("; ")
        }
    }
}

fn infer_ending(content: &[u8]) -> &'static str {
    infer::get(content).map_or("bin", |kind| kind.extension())
}

fn hash(content: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}
