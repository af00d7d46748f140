//! What an entry of the result register holds: the facts that the regulation's output names,
//! each with its label and its value in words, and nothing else (RESULT-08, RESULTREG-01).

use regulation::assess::shown;
use regulation::fact::{Facts, Record, Value};
use regulation::package::{Fact, FactType, Output, Regulation};
use serde::{Deserialize, Serialize};

/// One line of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Name of the fact.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Its value in words; empty for a repeating group.
    pub shown: String,
    /// Its value as data, so that other services read what was issued and not its words; an
    /// entry of an earlier form has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<serde_json::Value>,
    /// Records of a repeating group, each with its own lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<Vec<Line>>,
}

/// A fact that the output must hold and the case does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unbound {
    /// Name of the fact.
    pub name: String,
    /// Its label.
    pub label: String,
}

/// Builds the lines of an entry from the facts of a case. A required fact that is not known
/// stops the issue: a result with a hole is no result (RESULT-08).
pub fn lines(regulation: &Regulation, output: &Output, facts: &Facts) -> Result<Vec<Line>, Vec<Unbound>> {
    let mut lines = Vec::new();
    let mut missing = Vec::new();
    for name in &output.holds {
        let Some(fact) = regulation.facts.get(name) else {
            missing.push(Unbound { name: name.clone(), label: name.clone() });
            continue;
        };
        match facts.value(name) {
            Some(value) => lines.push(of(fact, name, value)),
            None if fact.required && fact.when.is_none() => {
                missing.push(Unbound { name: name.clone(), label: fact.label.clone() })
            }
            None => {}
        }
    }
    if missing.is_empty() { Ok(lines) } else { Err(missing) }
}

/// One line with its value as data.
pub fn of(fact: &Fact, name: &str, value: &Value) -> Line {
    Line { value: Some(data(&fact.kind, value)), ..line(fact, name, value) }
}

/// A value as data that a form reads back: as `plain`, but amounts in roubles.
fn data(kind: &FactType, value: &Value) -> serde_json::Value {
    match (kind, value) {
        (FactType::List { item, .. }, Value::List(records)) => {
            let field = |(name, value)| {
                let fact: Option<&Fact> = item.get(name);
                (String::clone(name), fact.map_or(serde_json::Value::Null, |fact| data(&fact.kind, value)))
            };
            records.iter().map(|record| serde_json::Value::Object(record.iter().map(field).collect())).collect()
        }
        (_, Value::Money(money)) => {
            let kopecks = money.kopecks();
            format!("{}.{:02}", kopecks / 100, kopecks % 100).into()
        }
        (_, value) => value.plain(),
    }
}

fn line(fact: &Fact, name: &str, value: &Value) -> Line {
    match (&fact.kind, value) {
        (FactType::List { item, .. }, Value::List(records)) => Line {
            name: name.to_owned(),
            label: fact.label.clone(),
            shown: String::new(),
            value: None,
            records: records.iter().map(|record| record_lines(item, record)).collect(),
        },
        (kind, value) => Line {
            name: name.to_owned(),
            label: fact.label.clone(),
            shown: shown(kind, value),
            value: None,
            records: Vec::new(),
        },
    }
}

fn record_lines(item: &indexmap::IndexMap<String, Fact>, record: &Record) -> Vec<Line> {
    item.iter().filter_map(|(name, fact)| record.get(name).map(|value| line(fact, name, value))).collect()
}

/// Reads the lines back from a stored entry; a shape we do not know gives none.
pub fn read(content: &serde_json::Value) -> Vec<Line> {
    serde_json::from_value(content.clone()).unwrap_or_default()
}
