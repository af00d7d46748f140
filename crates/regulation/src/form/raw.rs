//! A typed value in the form in which a person would have typed it: what a prefilled field shows.

use serde_json::{Map, Value as Raw};

use super::read::shown;
use crate::fact::{Record, Value};

/// The raw answer of a value.
pub(super) fn of(value: &Value) -> Raw {
    match value {
        Value::YesNo(yes) => Raw::String(yes.to_string()),
        Value::Number(number) => Raw::String(shown(*number)),
        Value::Money(money) => {
            let (roubles, kopecks) = (money.kopecks() / 100, money.kopecks() % 100);
            Raw::String(if kopecks == 0 { roubles.to_string() } else { format!("{roubles},{kopecks:02}") })
        }
        Value::Date(date) => Raw::String(date.strftime("%d.%m.%Y").to_string()),
        Value::Text(text) | Value::Choice(text) => Raw::String(text.clone()),
        Value::Identifier(identifier) => Raw::String(identifier.shown()),
        Value::Address(address) => Raw::String(address.text.clone()),
        Value::Document(document) => serde_json::to_value(document).unwrap_or_default(),
        Value::List(records) => Raw::Array(records.iter().map(record).collect()),
    }
}

fn record(record: &Record) -> Raw {
    Raw::Object(record.iter().map(|(name, value)| (name.clone(), of(value))).collect::<Map<String, Raw>>())
}

/// Are two values the same answer? An address typed as it was shown keeps its ФИАС id.
pub(super) fn same(typed: &Value, held: &Value) -> bool {
    match (typed, held) {
        (Value::Address(typed), Value::Address(held)) => {
            typed.text == held.text && (typed.fias.is_none() || typed.fias == held.fias)
        }
        (Value::List(typed), Value::List(held)) => {
            typed.len() == held.len()
                && typed.iter().zip(held).all(|(typed, held)| {
                    typed.len() == held.len()
                        && typed.iter().all(|(name, value)| held.get(name).is_some_and(|held| same(value, held)))
                })
        }
        _ => typed == held,
    }
}
