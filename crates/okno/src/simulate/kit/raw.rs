//! Raw values as cases and forms write them: found and set by path, shifted in time, invented.

use indexmap::IndexMap;
use jiff::Span;
use jiff::civil::Date;
use regulation::identifier::{Identifier, IdentifierKind};
use regulation::package::{Fact, FactType};
use serde_json::{Map, Value as Raw, json};

use super::paper;

/// Raw facts by name.
pub type Given = IndexMap<String, Raw>;

/// Splits `children.0.born` into the top fact and the rest, by the longest declared name.
fn split(top: impl Fn(&str) -> bool, path: &str) -> Option<(&str, &str)> {
    if top(path) {
        return Some((path, ""));
    }
    let dots: Vec<usize> = path.match_indices('.').map(|(at, _)| at).collect();
    dots.into_iter().rev().map(|at| (&path[..at], &path[at + 1..])).find(|(name, _)| top(name))
}

/// The fact that a path of the form leads to, with the name of its top fact.
pub fn fact_at<'a>(facts: &'a IndexMap<String, Fact>, path: &'a str) -> Option<(&'a str, &'a Fact)> {
    let (top, rest) = split(|name| facts.contains_key(name), path)?;
    let fact = facts.get(top)?;
    if rest.is_empty() {
        return Some((top, fact));
    }
    let FactType::List { item, .. } = &fact.kind else { return None };
    let (_, below) = rest.split_once('.')?;
    Some((top, fact_at(item, below)?.1))
}

/// The raw value at a path.
pub fn get<'a>(facts: &IndexMap<String, Fact>, given: &'a Given, path: &str) -> Option<&'a Raw> {
    let (top, rest) = split(|name| facts.contains_key(name), path)?;
    let value = given.get(top)?;
    if rest.is_empty() {
        return Some(value);
    }
    let FactType::List { item, .. } = &facts.get(top)?.kind else { return None };
    let (index, below) = rest.split_once('.')?;
    within(item, value.get(index.parse::<usize>().ok()?)?, below)
}

fn within<'a>(item: &IndexMap<String, Fact>, record: &'a Raw, path: &str) -> Option<&'a Raw> {
    let (top, rest) = split(|name| item.contains_key(name), path)?;
    let value = record.get(top)?;
    if rest.is_empty() {
        return Some(value);
    }
    let FactType::List { item, .. } = &item.get(top)?.kind else { return None };
    let (index, below) = rest.split_once('.')?;
    within(item, value.get(index.parse::<usize>().ok()?)?, below)
}

/// Sets the raw value at a path, making the records on the way.
pub fn set(facts: &IndexMap<String, Fact>, given: &mut Given, path: &str, value: Raw) {
    let Some((top, rest)) = split(|name| facts.contains_key(name), path) else { return };
    if rest.is_empty() {
        given.insert(top.to_owned(), value);
        return;
    }
    let Some(FactType::List { item, .. }) = facts.get(top).map(|fact| &fact.kind) else { return };
    set_in_list(item, given.entry(top.to_owned()).or_insert(Raw::Null), rest, value);
}

fn set_in_list(item: &IndexMap<String, Fact>, list: &mut Raw, path: &str, value: Raw) {
    let Some((index, below)) = path.split_once('.') else { return };
    let Ok(index) = index.parse::<usize>() else { return };
    if !list.is_array() {
        *list = Raw::Array(Vec::new());
    }
    let Some(records) = list.as_array_mut() else { return };
    while records.len() <= index && index < 64 {
        records.push(Raw::Object(Map::new()));
    }
    let Some(record) = records.get_mut(index).and_then(Raw::as_object_mut) else { return };
    let Some((top, rest)) = split(|name| item.contains_key(name), below) else { return };
    if rest.is_empty() {
        record.insert(top.to_owned(), value);
        return;
    }
    if let Some(FactType::List { item, .. }) = item.get(top).map(|fact| &fact.kind) {
        set_in_list(item, record.entry(top.to_owned()).or_insert(Raw::Null), rest, value);
    }
}

/// The same facts so many days later: every date moves, everything else stays.
pub fn shifted(facts: &IndexMap<String, Fact>, given: &Given, days: i64) -> Given {
    if days == 0 {
        return given.clone();
    }
    given
        .iter()
        .map(|(name, raw)| (name.clone(), facts.get(name).map_or_else(|| raw.clone(), |fact| shift(fact, raw, days))))
        .collect()
}

fn shift(fact: &Fact, raw: &Raw, days: i64) -> Raw {
    match (&fact.kind, raw) {
        (FactType::Date, Raw::String(text)) => match text.trim().parse::<Date>() {
            Ok(date) => Raw::from(date.saturating_add(Span::new().days(days)).to_string()),
            Err(_) => raw.clone(),
        },
        (FactType::List { item, .. }, Raw::Array(records)) => records
            .iter()
            .map(|record| match record {
                Raw::Object(fields) => Raw::Object(
                    fields
                        .iter()
                        .map(|(name, raw)| {
                            (name.clone(), item.get(name).map_or_else(|| raw.clone(), |fact| shift(fact, raw, days)))
                        })
                        .collect(),
                ),
                other => other.clone(),
            })
            .collect(),
        _ => raw.clone(),
    }
}

/// Values that could stand in a field, plainly invented, likelier ones first.
pub fn invented(fact: &Fact, today: Date) -> Vec<Raw> {
    match &fact.kind {
        FactType::YesNo => vec![json!(true), json!(false)],
        FactType::Number { min, max, .. } => {
            let mut values: Vec<String> = min.iter().chain(max).map(|limit| limit.normalize().to_string()).collect();
            values
                .extend(["1", "2", "3", "5", "10", "18", "30", "50", "100", "500", "1000", "2026"].map(str::to_owned));
            values.into_iter().map(Raw::String).collect()
        }
        FactType::Money => ["1000", "1", "10000", "100000", "0"].map(Raw::from).to_vec(),
        FactType::Date => dates(today),
        FactType::Text { .. } => texts(),
        FactType::Choice(options) => options.keys().map(|code| Raw::from(code.as_str())).collect(),
        FactType::Identifier(kind) => identifiers(*kind),
        FactType::Address => vec![json!("г. Озёрск-Приозёрский, ул. Образцовая, д. 1")],
        FactType::Document(limits) => vec![document(limits)],
        FactType::List { item, min, .. } => {
            let record: Map<String, Raw> = item
                .iter()
                .filter(|(_, fact)| fact.required && fact.derive.is_none())
                .filter_map(|(name, fact)| Some((name.clone(), invented(fact, today).into_iter().next()?)))
                .collect();
            vec![Raw::Array(vec![Raw::Object(record); (*min).max(1)])]
        }
    }
}

fn dates(today: Date) -> Vec<Raw> {
    let days = [0_i64, 1, 7, 14, 30, 45, 90, 200, 364, -1, -7, -30, -100, -365, -800, -3000, -7000, -11_000, -16_000];
    days.iter().map(|days| Raw::from(today.saturating_add(Span::new().days(*days)).to_string())).collect()
}

fn texts() -> Vec<Raw> {
    [
        "Образцов",
        "Образец для моделирования",
        "00 00 000000",
        "0000 000000",
        "12345678",
        "А000АА00",
        "А000АА000",
        "2020",
        "40817810000000000001",
        "ОБ-000001",
        "АА 000000",
        "+79000000000",
        "obrazec@example.test",
        "XTA00000000000000",
    ]
    .map(Raw::from)
    .to_vec()
}

/// Numbers whose check digits hold, of nobody.
fn identifiers(kind: IdentifierKind) -> Vec<Raw> {
    let tried = [
        "112-233-445 95",
        "11223344595",
        "500100732259",
        "7707083893",
        "1027700132195",
        "304500116000157",
        "770701001",
        "044525225",
        "40702810900000000001",
        "40817810000000000001",
        "63:09:0101010:1",
        "63:09:0101010:100",
        "+79000000001",
        "obrazec@example.test",
        "443100",
        "2200700000000000",
        "XTA210990Y2764389",
        "00701000",
        "63701000",
        "0000 000000",
        "4500 123456",
    ];
    tried.into_iter().filter(|text| Identifier::parse(kind, text).is_ok()).map(Raw::from).collect()
}

/// An uploaded file as answers hold it before it is uploaded.
fn document(limits: &regulation::package::UploadLimits) -> Raw {
    json!({
        "sha256": "0".repeat(64),
        "name": "obrazec",
        "media_type": paper::media_type(limits),
        "size": 100,
    })
}
