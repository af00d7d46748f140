//! A source stayed silent, and an official states what it would have said: from a paper answer,
//! from a call to the register. The fact bears the official's name as its source, so everybody
//! sees who vouches for it; then the criteria are known and decide (PROCEDURE-03).

use domain::case::{Case, Wish};
use domain::id::CaseId;
use domain::official::Official;
use domain::permit::Act;
use domain::refusal::Refusal;
use jiff::Timestamp;
use regulation::assess::Assessment;
use regulation::fact::{Facts, Known, Source};
use regulation::form;
use regulation::package::{Fact, FactType, Regulation, SourcePath};
use serde_json::{Map, Value as Raw};

use super::access;
use super::decide::{Question, outcome};
use crate::office::Office;
use crate::stop::Stop;

/// Facts that an official may state in a case: what the decision waits for and no source that
/// still may answer will tell.
pub fn open<'a>(case: &Case, regulation: &'a Regulation, assessment: &Assessment, question: Question) -> Vec<&'a Fact> {
    let regulation::assess::Outcome::NotYet(names) = outcome(assessment, question) else { return Vec::new() };
    let facts = names.iter().filter_map(|name| regulation.facts.get(name));
    facts
        // What stands in the case and is contested is settled, not stated.
        .filter(|fact| is_simple(fact) && case.facts.get(&fact.name).is_none())
        .filter(|fact| match source_of(fact) {
            Some((source, _)) => !awaited(case, source),
            None => only_official_tells(regulation, fact),
        })
        .collect()
}

/// Puts a stated fact into the case. `Ok` holds what is wrong with the value, if anything is.
pub async fn learn(
    office: &Office,
    official: &Official,
    id: &CaseId,
    name: &str,
    typed: &str,
    revision: i64,
    now: Timestamp,
) -> Result<Option<String>, Stop> {
    let opened = access::open_as_seen(office, official, id, Act::WorkCase, revision).await?;
    let unknown = || Stop::Refused(Refusal::UnknownFact(name.to_owned()));
    let fact = opened.regulation.facts.get(name).filter(|fact| is_simple(fact)).ok_or_else(unknown)?;
    if opened.case.facts.get(name).is_some() {
        return Err(unknown());
    }
    let Some((source, field)) = source_of(fact) else {
        if !only_official_tells(&opened.regulation, fact) {
            return Err(unknown());
        }
        let value = match form::value_of(fact, typed) {
            Ok(value) => Some(value),
            Err(problem) => return Ok(Some(problem)),
        };
        let source = Source::Official { official: official.id.to_string() };
        let mut facts = Facts::default();
        facts.learn(name.to_owned(), Known { value, source, at: now, contested: false });
        access::wish(office, official, &opened, &Wish::Learn { facts }, now).await?;
        return Ok(None);
    };
    if awaited(&opened.case, source) {
        return Err(unknown());
    }
    let mut answer = Map::new();
    answer.insert(field.to_owned(), raw(fact, typed));
    let read = match form::source_facts(&opened.regulation, source, &answer, now) {
        Ok(read) => read,
        Err(problem) => return Ok(Some(problem)),
    };
    let mut facts = Facts::default();
    for (name, mut known) in read.0 {
        if known.value.is_none() {
            continue;
        }
        known.source = Source::Official { official: official.id.to_string() };
        facts.learn(name, known);
    }
    if facts.0.is_empty() {
        return Ok(Some(fact.label.clone()));
    }
    access::wish(office, official, &opened, &Wish::Learn { facts }, now).await?;
    Ok(None)
}

/// Nobody is asked for it and it follows from nothing: an official looks and says.
fn only_official_tells(regulation: &Regulation, fact: &Fact) -> bool {
    let asked = regulation.form.iter().any(|step| step.fields.contains(&fact.name));
    fact.from.is_empty() && fact.derive.is_none() && !asked
}

fn source_of(fact: &Fact) -> Option<(&str, &str)> {
    fact.from.iter().find_map(|path| match path {
        SourcePath::Register { source, field } => Some((source.as_str(), field.as_str())),
        SourcePath::Identity(_) | SourcePath::Case(_) | SourcePath::Service { .. } => None,
    })
}

/// May the source still answer in time?
fn awaited(case: &Case, source: &str) -> bool {
    case.sources.iter().any(|asked| asked.source == source && asked.state.outstanding())
}

pub(super) fn is_simple(fact: &Fact) -> bool {
    !matches!(fact.kind, FactType::List { .. } | FactType::Document(_) | FactType::Address)
}

fn raw(fact: &Fact, typed: &str) -> Raw {
    match (&fact.kind, typed.trim()) {
        (_, "") => Raw::Null,
        (FactType::YesNo, "yes") => Raw::Bool(true),
        (FactType::YesNo, "no") => Raw::Bool(false),
        (_, typed) => Raw::String(typed.to_owned()),
    }
}
