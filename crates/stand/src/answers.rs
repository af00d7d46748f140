//! What a source answers where its register is not played in detail: what the first case of the
//! package that ends in a grant supposes it to answer.

use std::collections::BTreeMap;

use regulation::package::{Fact, Regulation, SourcePath};
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
    for fact in service.facts.values() {
        for path in &fact.from {
            let SourcePath::Register { source, field } = path else { continue };
            if let (Some(answer), Some(value)) = (answers.get_mut(source), supposed(service, fact, source, field)) {
                answer.insert(field.clone(), value);
            }
        }
    }
    answers
}

/// The author's own answer from `stand.yaml`, else that of the first granting case with one.
fn supposed(service: &Regulation, fact: &Fact, source: &str, field: &str) -> Option<Value> {
    let own = service.stand.get(source).and_then(|answer| answer.get(field));
    let granting = service.cases.iter().filter(|case| case.expect.decision.as_deref() == Some("grant"));
    own.or_else(|| granting.filter_map(|case| case.given.get(&fact.name)).next()).cloned()
}
