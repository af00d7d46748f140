//! What an entry gives to other services: `from: [services.SERVICE.RESULT.FIELD]` of the
//! language, filled from the register at run time, each fact with its source.

use jiff::Timestamp;
use regulation::clock::LegalClock;
use regulation::fact::{Facts, Known, Source, Value};
use regulation::form;
use regulation::package::{Fact, FactType, Regulation, SourcePath};
use serde_json::{Map, Value as Raw};

use super::record::ResultRecord;
use super::state::ResultState;

/// Field of every result: is there one in force?
const EXISTS: &str = "exists";

/// Results of other services that a regulation reads, each once: service and output.
pub fn given_by_results(regulation: &Regulation) -> Vec<(String, String)> {
    let mut wanted: Vec<(String, String)> = Vec::new();
    for (service, result, _) in regulation.facts.values().flat_map(paths) {
        if !wanted.iter().any(|(known, output)| known == service && output == result) {
            wanted.push((service.to_owned(), result.to_owned()));
        }
    }
    wanted
}

/// What one entry says, by name of field, in the region's days.
pub fn of_entry(record: &ResultRecord, clock: &LegalClock) -> Map<String, Raw> {
    let day = |at: Timestamp| Raw::from(clock.local_date(at).to_string());
    let mut fields = Map::new();
    for line in record.content.as_array().into_iter().flatten() {
        let Some(name) = line.get("name").and_then(Raw::as_str) else { continue };
        let value = line.get("value").or_else(|| line.get("shown")).filter(|value| value.as_str() != Some(""));
        fields.insert(name.to_owned(), value.cloned().unwrap_or(Raw::Null));
    }
    fields.insert(EXISTS.to_owned(), Raw::from("true"));
    fields.insert("number".to_owned(), Raw::from(record.number.as_str()));
    fields.insert("issued".to_owned(), day(record.issued_at));
    fields.insert("until".to_owned(), record.valid_until.map_or(Raw::Null, day));
    fields
}

/// Facts that a person's entries give to a regulation, with the entries they come from. Of
/// several entries in force the newest speaks. Where there is none, the register says so of
/// facts that only it can tell; whatever another source or the applicant can still say stays
/// open. A fact that speaks of another party is not told by this person's entries.
pub fn given<'r>(
    regulation: &Regulation,
    entries: &'r [ResultRecord],
    clock: &LegalClock,
    now: Timestamp,
) -> (Facts, Vec<&'r ResultRecord>) {
    let (mut facts, mut used) = (Facts::default(), Vec::<&ResultRecord>::new());
    for (service, result) in given_by_results(regulation) {
        let of_it = |entry: &&ResultRecord| {
            entry.service == service && entry.output == result && entry.state_at(now) == ResultState::Active
        };
        let newest = entries.iter().filter(of_it).max_by_key(|entry| entry.issued_at);
        let said = match newest {
            Some(entry) => form::service_facts(regulation, &service, &result, &of_entry(entry, clock), now),
            None => nothing(regulation, &service, &result, now),
        };
        used.extend(newest.filter(|_| !said.0.is_empty()));
        for (name, known) in said.0 {
            // An earlier path of the same fact speaks first.
            if facts.get(&name).is_none_or(|known| known.value.is_none()) {
                facts.learn(name, known);
            }
        }
    }
    (facts, used)
}

/// There is no such entry: known where nobody else can be asked.
fn nothing(regulation: &Regulation, service: &str, result: &str, now: Timestamp) -> Facts {
    let mut facts = Facts::default();
    for fact in regulation.facts.values() {
        let Some((_, _, field)) = paths(fact).find(|(of, output, _)| *of == service && *output == result) else {
            continue;
        };
        let another = fact.from.iter().any(|path| !matches!(path, SourcePath::Service { .. }));
        let asked = regulation.form.iter().any(|step| step.fields.contains(&fact.name));
        if another || asked || !form::of_applicant(regulation, fact) {
            continue;
        }
        let value = (field == EXISTS && matches!(fact.kind, FactType::YesNo)).then_some(Value::YesNo(false));
        let source = Source::Service { service: service.to_owned(), result: result.to_owned() };
        facts.learn(fact.name.clone(), Known { value, source, at: now, contested: false });
    }
    facts
}

fn paths(fact: &Fact) -> impl Iterator<Item = (&str, &str, &str)> {
    fact.from.iter().filter_map(|path| match path {
        SourcePath::Service { service, result, field } => Some((service.as_str(), result.as_str(), field.as_str())),
        _ => None,
    })
}
