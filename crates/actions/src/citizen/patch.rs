//! What a form sent, put into the raw answers: only fields that the form asks, only what
//! differs from what was shown, wrong values included (FORM-08, FORM-11).

use indexmap::IndexMap;
use regulation::form::{Answers, FieldView, FormView};
use regulation::package::{Fact, FactType, Regulation};
use serde_json::{Map, Value};

/// A change of a draft.
#[derive(Debug, Clone, Default)]
pub struct Patch {
    /// The step it was sent from.
    pub step: String,
    /// Path of a field → text, in the order sent; the last one counts.
    pub fields: Vec<(String, String)>,
    /// A change of the form's shape.
    pub edit: Option<Edit>,
}

/// A change of a repeating group or of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// One more record in that list.
    Add(String),
    /// Without that record of that list.
    Remove(String, usize),
    /// Without the file of that field.
    Clear(String),
}

/// Longest text of one field that is kept, in characters: far above every limit of a field, so
/// that a text that is too long is kept and complained of.
const LONGEST_TEXT: usize = 20_000;

/// Where a path leads: a fact, or a field of a record of a list.
enum Place<'a> {
    Field(&'a Fact),
    Item { list: &'a str, index: usize, item: &'a str, fact: &'a Fact },
}

/// Puts what was sent into the answers.
pub fn apply(answers: &mut Answers, regulation: &Regulation, view: &FormView, patch: &Patch) {
    let mut sent: IndexMap<&str, &str> = IndexMap::new();
    for (path, text) in &patch.fields {
        sent.insert(path, text);
    }
    for (path, text) in sent {
        let Some(place) = place(regulation, path) else { continue };
        let shown = find(view, path);
        let text: String = text.chars().take(LONGEST_TEXT).collect();
        // A value that is shown already is nobody's new answer: what ЕСИА gave stays hers.
        if shown.is_some_and(|field| raw_text(&field.raw) == text) {
            continue;
        }
        match place {
            Place::Field(fact) => {
                answers.insert(path.to_owned(), Value::String(typed(fact, text)));
            }
            Place::Item { list, index, item, fact } => {
                let most = most(regulation, list);
                if let Some(record) = records(answers, view, list).and_then(|all| record(all, index, most)) {
                    record.insert(item.to_owned(), Value::String(typed(fact, text)));
                }
            }
        }
    }
    match &patch.edit {
        Some(Edit::Add(list)) if is_list(regulation, list) => {
            let most = most(regulation, list);
            if let Some(records) = records(answers, view, list).filter(|records| records.len() < most) {
                records.push(Value::Object(Map::new()));
            }
        }
        Some(Edit::Remove(list, index)) if is_list(regulation, list) => {
            if let Some(records) = records(answers, view, list).filter(|records| *index < records.len()) {
                records.remove(*index);
            }
        }
        Some(Edit::Clear(path)) => put(answers, regulation, view, path, Value::String(String::new())),
        _ => {}
    }
}

/// Puts a value that is not typed, such as a file, at a path.
pub fn put(answers: &mut Answers, regulation: &Regulation, view: &FormView, path: &str, value: Value) {
    if regulation.facts.contains_key(path) {
        answers.insert(path.to_owned(), value);
        return;
    }
    if let Some((list, index, item)) = split(path) {
        let most = most(regulation, list);
        if let Some(record) = records(answers, view, list).and_then(|all| record(all, index, most)) {
            record.insert(item.to_owned(), value);
        }
    }
}

/// The fact that a path of the form leads to.
pub fn fact<'a>(regulation: &'a Regulation, path: &'a str) -> Option<&'a Fact> {
    if let Some(fact) = regulation.facts.get(path) {
        return Some(fact);
    }
    let (list, _, item) = split(path)?;
    match &regulation.facts.get(list)?.kind {
        FactType::List { item: items, .. } => items.get(item),
        _ => None,
    }
}

fn place<'a>(regulation: &'a Regulation, path: &'a str) -> Option<Place<'a>> {
    let fact = fact(regulation, path)?;
    if matches!(fact.kind, FactType::List { .. } | FactType::Document(_)) {
        return None;
    }
    let asked = |name: &str| regulation.form.iter().any(|step| step.fields.iter().any(|field| field == name));
    match split(path) {
        Some((list, index, item)) if !regulation.facts.contains_key(path) => {
            asked(list).then_some(Place::Item { list, index, item, fact })
        }
        _ => asked(path).then_some(Place::Field(fact)),
    }
}

/// `children.0.born` → `children`, 0, `born`.
fn split(path: &str) -> Option<(&str, usize, &str)> {
    let mut at = 0;
    for part in path.split('.') {
        if at > 0 && !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()) {
            let item = path.get(at + part.len() + 1..)?;
            return Some((path.get(..at - 1)?, part.parse().ok()?, item));
        }
        at += part.len() + 1;
    }
    None
}

fn is_list(regulation: &Regulation, name: &str) -> bool {
    regulation.facts.get(name).is_some_and(|fact| matches!(fact.kind, FactType::List { .. }))
}

fn most(regulation: &Regulation, list: &str) -> usize {
    match regulation.facts.get(list).map(|fact| &fact.kind) {
        Some(FactType::List { max, .. }) => *max,
        _ => 0,
    }
}

/// The records of a list as they are shown, ready to be changed: a prefilled list is copied the
/// first time the person touches it.
fn records<'a>(answers: &'a mut Answers, view: &FormView, list: &str) -> Option<&'a mut Vec<Value>> {
    let shown = find(view, list);
    let count = shown.map_or(0, |field| field.records.len());
    let blank = || Value::Object(Map::new());
    let entry = answers.entry(list.to_owned()).or_insert(Value::Null);
    if !entry.is_array() {
        *entry = match shown.map(|field| &field.raw) {
            Some(Value::Array(records)) => Value::Array(records.clone()),
            _ => Value::Array(Vec::new()),
        };
    }
    if let Value::Array(records) = entry {
        // Blank records that are only shown become real with the first change.
        let count = records.len().max(count);
        records.resize_with(count, blank);
    }
    entry.as_array_mut()
}

fn record(records: &mut Vec<Value>, index: usize, most: usize) -> Option<&mut Map<String, Value>> {
    if index >= most {
        return None;
    }
    if index == records.len() {
        records.push(Value::Object(Map::new()));
    }
    let record = records.get_mut(index)?;
    if !record.is_object() {
        *record = Value::Object(Map::new());
    }
    record.as_object_mut()
}

fn find<'a>(view: &'a FormView, path: &str) -> Option<&'a FieldView> {
    fn within<'a>(fields: &'a [FieldView], path: &str) -> Option<&'a FieldView> {
        fields.iter().find_map(|field| {
            if field.path == path {
                return Some(field);
            }
            field.records.iter().find_map(|record| within(record, path))
        })
    }
    view.steps.iter().find_map(|step| within(&step.fields, path))
}

/// A raw answer as the control showed it.
pub fn raw_text(raw: &Value) -> String {
    match raw {
        Value::String(text) => text.clone(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Object(object) => object.get("text").and_then(Value::as_str).unwrap_or_default().to_owned(),
        Value::Null | Value::Array(_) => String::new(),
    }
}

/// What was typed, line ends as people see them. A date typed without dots on a keyboard that
/// has none gets them.
fn typed(fact: &Fact, text: String) -> String {
    let text = text.replace("\r\n", "\n");
    let compact = text.trim();
    let is_bare_date =
        matches!(fact.kind, FactType::Date) && compact.len() == 8 && compact.bytes().all(|byte| byte.is_ascii_digit());
    if is_bare_date {
        return format!("{}.{}.{}", &compact[..2], &compact[2..4], &compact[4..]);
    }
    text
}

/// The raw answer at a path.
pub fn find_value<'a>(answers: &'a Answers, path: &str) -> Option<&'a Value> {
    if let Some(value) = answers.get(path) {
        return Some(value);
    }
    let (list, index, item) = split(path)?;
    answers.get(list)?.as_array()?.get(index)?.get(item)
}
