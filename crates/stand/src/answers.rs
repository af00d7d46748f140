//! What a source answers where its register is not played in detail: what a case of the package
//! that ends in a grant supposes it to answer, the one nearest to the published sample first.

use std::collections::BTreeMap;

use regulation::package::{Fact, Regulation, SourcePath, TestCase};
use serde_json::{Map, Value};

/// Answers by service and source. A source of one name tells different services different things.
#[derive(Debug, Clone, Default)]
pub struct Answers(BTreeMap<String, BTreeMap<String, Map<String, Value>>>);

impl Answers {
    /// The answers that let a person get each of the services.
    pub fn of<'r>(services: impl IntoIterator<Item = &'r Regulation>) -> Self {
        Self(services.into_iter().map(|service| (service.service.clone(), of_service(service))).collect())
    }

    /// What the source answers the service; nothing where it is not a source of that service.
    pub(crate) fn get(&self, service: &str, source: &str) -> Option<&Map<String, Value>> {
        self.0.get(service)?.get(source)
    }
}

fn of_service(service: &Regulation) -> BTreeMap<String, Map<String, Value>> {
    let mut answers: BTreeMap<String, Map<String, Value>> =
        service.sources.keys().map(|source| (source.clone(), Map::new())).collect();
    let granting = granting(service);
    for fact in service.facts.values() {
        for path in &fact.from {
            let SourcePath::Register { source, field } = path else { continue };
            if let (Some(answer), Some(value)) =
                (answers.get_mut(source), supposed(service, &granting, fact, source, field))
            {
                answer.insert(field.clone(), value);
            }
        }
    }
    answers
}

/// The author's own answer from `stand.yaml`, else that of the first granting case with one.
fn supposed(service: &Regulation, granting: &[&TestCase], fact: &Fact, source: &str, field: &str) -> Option<Value> {
    let own = service.stand.get(source).and_then(|answer| answer.get(field));
    own.or_else(|| granting.iter().find_map(|case| case.given.get(&fact.name))).cloned()
}

/// Cases that end in a grant; those that ask for the same as the published sample come first.
fn granting(service: &Regulation) -> Vec<&TestCase> {
    let grants = |case: &&TestCase| case.expect.decision.as_deref() == Some("grant");
    let mut cases: Vec<&TestCase> = service.cases.iter().filter(grants).collect();
    let other = |(name, value): (&String, &Value)| {
        service.sample.get(name).is_some_and(|sample| !value.is_array() && plain(sample) != plain(value))
    };
    cases.sort_by_key(|case| case.given.iter().filter(|given| other(*given)).count());
    cases
}

/// `"2"` of a sample and `2` of a case are one answer.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
