//! Raw values of test cases as typed facts and as answers of the form.

use indexmap::IndexMap;
use jiff::Timestamp;
use serde_json::Value as Raw;

use super::model::{Fact, FactType, SourcePath};
use crate::fact::{Address, Known, Record, Source, Value};
use crate::identifier::Identifier;
use crate::money::Money;

/// A fact as its source would give it; `None` when the raw value does not fit its type.
pub(crate) fn known(fact: &Fact, raw: &Raw, at: Timestamp) -> Option<Known> {
    let value = match raw {
        Raw::Null => None,
        raw => Some(value(&fact.kind, raw)?),
    };
    let source = match fact.from.first() {
        Some(SourcePath::Register { source, .. }) => Source::Register { source: source.clone() },
        Some(SourcePath::Identity(_)) => Source::Identity,
        Some(SourcePath::Case(_)) => Source::Case,
        Some(SourcePath::Service { service, result, .. }) => {
            Source::Service { service: service.clone(), result: result.clone() }
        }
        None => Source::Applicant,
    };
    Some(Known { value, source, at, contested: false })
}

/// A raw value as a value of that type.
fn value(kind: &FactType, raw: &Raw) -> Option<Value> {
    let text = || match raw {
        Raw::String(text) => Some(text.trim().to_owned()),
        Raw::Number(number) => Some(number.to_string()),
        _ => None,
    };
    Some(match kind {
        FactType::YesNo => Value::YesNo(match raw {
            Raw::Bool(yes) => *yes,
            _ => text()?.parse().ok()?,
        }),
        FactType::Number { .. } => Value::Number(text()?.parse().ok()?),
        FactType::Money => Value::Money(Money::parse(&text()?).ok()?),
        FactType::Date => Value::Date(text()?.parse().ok()?),
        FactType::Text { .. } => Value::Text(text()?),
        FactType::Choice(options) => Value::Choice(text().filter(|code| options.contains_key(code))?),
        FactType::Identifier(kind) => Value::Identifier(Identifier::parse(*kind, &text()?).ok()?),
        FactType::Address => Value::Address(match text() {
            Some(text) => Address { text, fias: None },
            None => serde_json::from_value(raw.clone()).ok()?,
        }),
        FactType::Document(_) => Value::Document(serde_json::from_value(raw.clone()).ok()?),
        FactType::List { item, .. } => {
            Value::List(raw.as_array()?.iter().map(|one| record(item, one)).collect::<Option<Vec<_>>>()?)
        }
    })
}

fn record(item: &IndexMap<String, Fact>, raw: &Raw) -> Option<Record> {
    let mut record = Record::new();
    for (name, raw) in raw.as_object()? {
        if !raw.is_null() {
            record.insert(name.clone(), value(&item.get(name)?.kind, raw)?);
        }
    }
    Some(record)
}

/// A raw value as the form holds it: everything simple is text as typed.
pub(crate) fn answer(raw: &Raw) -> Raw {
    match raw {
        Raw::Bool(yes) => Raw::String(yes.to_string()),
        Raw::Number(number) => Raw::String(number.to_string()),
        Raw::Array(records) => records.iter().map(answer_record).collect(),
        other => other.clone(),
    }
}

fn answer_record(raw: &Raw) -> Raw {
    match raw {
        Raw::Object(fields) => Raw::Object(fields.iter().map(|(name, raw)| (name.clone(), answer(raw))).collect()),
        other => answer(other),
    }
}
