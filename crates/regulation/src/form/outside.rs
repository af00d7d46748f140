//! What others hold about the applicant, as facts: identity claims and register answers.

use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Raw};

use super::problem::Fault;
use super::read;
use crate::fact::{Facts, Known, Record, Source, Value};
use crate::package::{ApplicantKind, Fact, FactType, Party, PartyRole, Regulation, SourcePath, Trigger};

/// What the identity provider holds of the person who files, as facts (FORM-10). A claim that
/// does not pass the type's checks is left out: the person is then asked. Facts that another
/// party gives speak of that party, not of who signed in.
pub fn identity_facts(regulation: &Regulation, claims: &Map<String, Raw>, at: Timestamp) -> Facts {
    claimed(regulation.facts.values().filter(|fact| of_applicant(regulation, fact)), claims, at)
}

/// The same of somebody who fills in the part of a party: the facts that this party gives.
pub fn party_facts(regulation: &Regulation, party: &Party, claims: &Map<String, Raw>, at: Timestamp) -> Facts {
    claimed(party.facts.iter().filter_map(|name| regulation.facts.get(name)), claims, at)
}

fn claimed<'r>(asked: impl Iterator<Item = &'r Fact>, claims: &Map<String, Raw>, at: Timestamp) -> Facts {
    let mut facts = Facts::default();
    for fact in asked {
        let value = fact.from.iter().find_map(|path| match path {
            SourcePath::Identity(claim) => held(&fact.kind, &claim_at(claims, claim)?).ok(),
            SourcePath::Register { .. } | SourcePath::Case(_) | SourcePath::Service { .. } => None,
        });
        if let Some(value) = value {
            let known = Known { value: Some(value), source: Source::Identity, at, contested: false };
            facts.learn(fact.name.clone(), known);
        }
    }
    facts
}

/// Does a fact speak of the one who files? One that only another party gives does not.
pub fn of_applicant(regulation: &Regulation, fact: &Fact) -> bool {
    let given_by = |role: fn(PartyRole) -> bool| {
        regulation.parties.iter().any(|party| role(party.role) && party.facts.contains(&fact.name))
    };
    given_by(|role| role == PartyRole::Applicant) || !given_by(|role| role != PartyRole::Applicant)
}

/// What a result that the applicant holds says, as facts: `from: [services.SERVICE.RESULT.FIELD]`.
/// Null is known to be absent; what does not fit a fact's type stays unknown, as a register of
/// an earlier edition may hold it in another form.
pub fn service_facts(
    regulation: &Regulation,
    service: &str,
    result: &str,
    answer: &Map<String, Raw>,
    at: Timestamp,
) -> Facts {
    let mut facts = Facts::default();
    for fact in regulation.facts.values().filter(|fact| of_applicant(regulation, fact)) {
        let raw = fact.from.iter().find_map(|path| match path {
            SourcePath::Service { service: of, result: output, field } if of == service && output == result => {
                claim_at(answer, field)
            }
            _ => None,
        });
        let value = match raw {
            Some(raw) if raw.is_null() => None,
            Some(raw) => match held(&fact.kind, &raw) {
                Ok(value) => Some(value),
                Err(_) => continue,
            },
            None => continue,
        };
        let source = Source::Service { service: service.to_owned(), result: result.to_owned() };
        facts.learn(fact.name.clone(), Known { value, source, at, contested: false });
    }
    facts
}

/// A value as an official types it, in place of one that was issued wrong.
pub fn value_of(fact: &Fact, typed: &str) -> Result<Value, String> {
    held(&fact.kind, &Raw::from(typed.trim())).map_err(|fault| fault.message)
}

/// What an application says of itself, whatever is written in it.
#[derive(Debug, Clone, Copy)]
pub struct CaseSelf {
    /// The way it came.
    pub channel: Channel,
    /// What kind of applicant files it; not known before anybody signs in.
    pub applicant: Option<ApplicantKind>,
    /// The day it is filed.
    pub filed: Date,
}

/// The ways an application comes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// Through the portal.
    #[default]
    Portal,
    /// Through a service centre (МФЦ).
    ServiceCentre,
    /// At the authority.
    Office,
    /// By post.
    Post,
}

impl Channel {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Portal, Self::ServiceCentre, Self::Office, Self::Post];

    /// As regulations name it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::ServiceCentre => "service-centre",
            Self::Office => "office",
            Self::Post => "post",
        }
    }
}

/// What the case itself knows, as facts: `from: [case.channel]`.
pub fn case_facts(regulation: &Regulation, case: CaseSelf, at: Timestamp) -> Facts {
    let mut facts = Facts::default();
    for fact in regulation.facts.values() {
        let raw = fact.from.iter().find_map(|path| match path {
            SourcePath::Case(field) => match field.as_str() {
                "channel" => Some(Raw::from(case.channel.code())),
                "applicant" => case.applicant.and_then(|kind| serde_json::to_value(kind).ok()),
                "filed" => Some(Raw::from(case.filed.to_string())),
                _ => None,
            },
            _ => None,
        });
        if let Some(value) = raw.and_then(|raw| held(&fact.kind, &raw).ok()) {
            facts.learn(fact.name.clone(), Known { value: Some(value), source: Source::Case, at, contested: false });
        }
    }
    facts
}

/// A register's answer as facts: null is known to be absent, a missing field stays unknown.
/// What does not fit a fact's type spoils the whole answer: it must not be half believed.
pub fn source_facts(
    regulation: &Regulation,
    source: &str,
    answer: &Map<String, Raw>,
    at: Timestamp,
) -> Result<Facts, String> {
    let mut facts = Facts::default();
    let mut expected = Vec::new();
    for fact in regulation.facts.values() {
        for path in &fact.from {
            let SourcePath::Register { source: named, field } = path else { continue };
            if named != source {
                continue;
            }
            expected.push(field.as_str());
            let Some(raw) = claim_at(answer, field) else { continue };
            let value = if raw.is_null() {
                None
            } else {
                let read = held(&fact.kind, &raw);
                Some(read.map_err(|fault| format!("поле `{field}` ответа «{source}» не читается: {}", fault.message))?)
            };
            let source = Source::Register { source: source.to_owned() };
            facts.learn(fact.name.clone(), Known { value, source, at, contested: false });
        }
    }
    if facts.0.is_empty() {
        return Err(match expected.is_empty() {
            true => format!("ни одно сведение не берётся из источника «{source}»"),
            false => format!("в ответе «{source}» нет ни одного из полей: {}", expected.join(", ")),
        });
    }
    Ok(facts)
}

/// What an event of a register tells, as facts, and the answers that follow from it (C24 IV.4).
/// What does not fit a fact's type spoils the whole event: it must not be half believed.
pub fn event_facts(
    regulation: &Regulation,
    trigger: &Trigger,
    source: &str,
    told: &Map<String, Raw>,
    at: Timestamp,
) -> Result<Facts, String> {
    let mut facts = Facts::default();
    let of_event = trigger.facts.iter().filter_map(|(name, field)| Some((name, told.get(field)?.clone())));
    let fixed = trigger.with.iter().map(|(name, raw)| (name, raw.clone()));
    for (name, raw) in of_event.chain(fixed) {
        let Some(fact) = regulation.facts.get(name) else { continue };
        let value = match raw.is_null() {
            true => None,
            false => Some(held(&fact.kind, &raw).map_err(|fault| format!("`{name}`: {}", fault.message))?),
        };
        let source = Source::Register { source: source.to_owned() };
        facts.learn(name.clone(), Known { value, source, at, contested: false });
    }
    Ok(facts)
}

/// A claim by its flattened name or by its path.
fn claim_at(claims: &Map<String, Raw>, path: &str) -> Option<Raw> {
    if let Some(raw) = claims.get(path) {
        return Some(raw.clone());
    }
    if let Some((head, "full")) = path.rsplit_once('.') {
        // Series and number of a document together.
        let part = |name: &str| Some(claim_at(claims, &format!("{head}.{name}"))?.as_str()?.to_owned());
        return Some(Raw::String(format!("{} {}", part("series")?, part("number")?)));
    }
    let (head, rest) = path.split_once('.')?;
    claim_at(claims.get(head)?.as_object()?, rest)
}

/// A value that somebody holds: as typed by a person, or as registers write it.
fn held(kind: &FactType, raw: &Raw) -> Result<Value, Fault> {
    match kind {
        FactType::List { item, .. } => match raw {
            Raw::Array(records) => {
                Ok(Value::List(records.iter().map(|one| record(item, one)).collect::<Result<_, Fault>>()?))
            }
            _ => Err(Fault::new("format", "нужен список", "")),
        },
        FactType::Choice(options) => {
            let text = raw.as_str().map(str::trim).unwrap_or_default();
            let folded = text.to_lowercase();
            let found = options
                .iter()
                .find(|(code, label)| *code == text || code.to_lowercase() == folded || label.to_lowercase() == folded);
            match found {
                Some((code, _)) => Ok(Value::Choice(code.clone())),
                None => read::read(kind, raw),
            }
        }
        _ if read::is_blank(raw) => Err(Fault::new("required", "значение пустое", "")),
        _ => read::read(kind, raw),
    }
}

fn record(items: &IndexMap<String, Fact>, raw: &Raw) -> Result<Record, Fault> {
    let Raw::Object(fields) = raw else { return Err(Fault::new("format", "нужна запись", "")) };
    let mut record = Record::new();
    for (name, fact) in items {
        let paths = fact.from.iter().map(|path| match path {
            SourcePath::Identity(claim) => claim.as_str(),
            SourcePath::Case(field) | SourcePath::Register { field, .. } | SourcePath::Service { field, .. } => {
                field.as_str()
            }
        });
        // `esia.children.birthDate` names the claim inside the record by its last word.
        let last = paths.clone().map(|path| path.rsplit('.').next().unwrap_or(path));
        let found = paths.chain(last).chain([name.as_str()]).find_map(|path| claim_at(fields, path));
        match found {
            Some(raw) if !read::is_blank(&raw) => {
                record.insert(name.clone(), held(&fact.kind, &raw)?);
            }
            _ => {}
        }
    }
    Ok(record)
}
