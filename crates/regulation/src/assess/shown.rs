//! A typed value in words for people.

use rust_decimal::Decimal;

use crate::fact::{Record, Value};
use crate::form::problem::size_in_words;
use crate::package::{Fact, FactType};
use indexmap::IndexMap;

/// A value in words for people: «01.05.1990», «54,5 м²», the label of a choice.
pub fn shown(kind: &FactType, value: &Value) -> String {
    match (kind, value) {
        (_, Value::YesNo(true)) => "да".to_owned(),
        (_, Value::YesNo(false)) => "нет".to_owned(),
        (FactType::Number { unit: Some(unit), .. }, Value::Number(number)) => {
            format!("{}\u{a0}{unit}", number_in_words(*number))
        }
        (_, Value::Number(number)) => number_in_words(*number),
        (_, Value::Money(money)) => money.shown(),
        (_, Value::Date(date)) => date.strftime("%d.%m.%Y").to_string(),
        (FactType::Choice(options), Value::Choice(code)) => options.get(code).unwrap_or(code).clone(),
        (_, Value::Text(text) | Value::Choice(text)) => text.clone(),
        (_, Value::Identifier(identifier)) => identifier.shown(),
        (_, Value::Address(address)) => address.text.clone(),
        (_, Value::Document(document)) => format!("{} ({})", document.name, size_in_words(document.size)),
        (FactType::List { item, .. }, Value::List(records)) => list_in_words(item, records),
        (_, Value::List(records)) => records.len().to_string(),
    }
}

/// With a comma, thousands apart: «1 250,5».
fn number_in_words(number: Decimal) -> String {
    let plain = number.normalize().to_string();
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("−", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        // Four digits read well without a gap, years above all.
        if at > 0 && whole.len() > 4 && (whole.len() - at).is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped},{fraction}") }
}

/// «1) Примерова, Анна, 02.03.2015; 2) …».
fn list_in_words(item: &IndexMap<String, Fact>, records: &[Record]) -> String {
    if records.is_empty() {
        return "нет записей".to_owned();
    }
    let words = records.iter().enumerate().map(|(at, record)| {
        let fields = item.iter().filter_map(|(name, fact)| Some(field_in_words(fact, record.get(name)?)));
        format!("{}) {}", at + 1, fields.collect::<Vec<_>>().join(", "))
    });
    words.collect::<Vec<_>>().join("; ")
}

/// A bare «да» inside a record says nothing without its question.
fn field_in_words(fact: &Fact, value: &Value) -> String {
    match value {
        Value::YesNo(_) => format!("{}: {}", fact.label, shown(&fact.kind, value)),
        _ => shown(&fact.kind, value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_as_people_write_them() {
        let area = FactType::Number { whole: false, min: None, max: None, unit: Some("м²".into()) };
        assert_eq!(shown(&area, &Value::Number(Decimal::new(12_505, 1))), "1250,5\u{a0}м²");
        assert_eq!(number_in_words(Decimal::new(-1_234_567, 0)), "−1\u{a0}234\u{a0}567");
        let options = FactType::Choice([("issue".to_owned(), "Получить билет".to_owned())].into_iter().collect());
        assert_eq!(shown(&options, &Value::Choice("issue".into())), "Получить билет");
        assert_eq!(shown(&FactType::Date, &Value::Date(jiff::civil::Date::constant(1990, 5, 1))), "01.05.1990");
        assert_eq!(shown(&FactType::YesNo, &Value::YesNo(false)), "нет");
    }
}
