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

/// Where a path leads: a fact, or a field of a record, however deep its list lies.
struct Place<'a> {
    /// The fact it begins with.
    top: &'a str,
    /// Records gone through: which one, and which field of it.
    below: Vec<(usize, &'a str)>,
    /// The fact or field it ends at.
    fact: &'a Fact,
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
        if let Some(slot) = slot(answers, regulation, view, &place) {
            *slot = Value::String(typed(place.fact, text));
        }
    }
    match &patch.edit {
        Some(Edit::Add(list)) => {
            if let Some((records, most)) = records(answers, regulation, view, list)
                && records.len() < most
            {
                records.push(Value::Object(Map::new()));
            }
        }
        Some(Edit::Remove(list, index)) => {
            if let Some((records, _)) = records(answers, regulation, view, list)
                && *index < records.len()
            {
                records.remove(*index);
            }
        }
        Some(Edit::Clear(path)) => put(answers, regulation, view, path, Value::String(String::new())),
        None => {}
    }
}

/// Puts a value that is not typed, such as a file, at a path.
pub fn put(answers: &mut Answers, regulation: &Regulation, view: &FormView, path: &str, value: Value) {
    let place = leads(regulation, path);
    if let Some(slot) = place.and_then(|place| slot(answers, regulation, view, &place)) {
        *slot = value;
    }
}

/// The fact that a path of the form leads to.
pub fn fact<'a>(regulation: &'a Regulation, path: &'a str) -> Option<&'a Fact> {
    Some(leads(regulation, path)?.fact)
}

/// A place that the form asks and that is typed.
fn place<'a>(regulation: &'a Regulation, path: &'a str) -> Option<Place<'a>> {
    let place = leads(regulation, path)?;
    let asked = |top: &str| regulation.form.iter().any(|step| step.fields.iter().any(|field| field == top));
    let typed = !matches!(place.fact.kind, FactType::List { .. } | FactType::Document(_));
    (typed && asked(place.top)).then_some(place)
}

/// Follows a path: `children.0.born`, `plants.0.trees.1.species`.
fn leads<'a>(regulation: &'a Regulation, path: &'a str) -> Option<Place<'a>> {
    if let Some((top, fact)) = regulation.facts.get_key_value(path) {
        return Some(Place { top, below: Vec::new(), fact });
    }
    let (top, mut index, mut rest) = split(path)?;
    let (top, mut fact) = regulation.facts.get_key_value(top)?;
    let mut below = Vec::new();
    loop {
        let FactType::List { item, .. } = &fact.kind else { return None };
        if let Some(last) = item.get(rest) {
            below.push((index, rest));
            return Some(Place { top, below, fact: last });
        }
        let (list, next, deeper) = split(rest)?;
        below.push((index, list));
        (fact, index, rest) = (item.get(list)?, next, deeper);
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

/// The raw answer at a place, with the records on the way to it.
fn slot<'v>(
    answers: &'v mut Answers,
    regulation: &Regulation,
    view: &FormView,
    place: &Place<'_>,
) -> Option<&'v mut Value> {
    let mut value = answers.entry(place.top.to_owned()).or_insert(Value::Null);
    let (mut path, mut fact) = (place.top.to_owned(), regulation.facts.get(place.top)?);
    for (index, name) in &place.below {
        let FactType::List { item, max, .. } = &fact.kind else { return None };
        let record = record(filled(value, view, &path)?, *index, *max)?;
        value = record.entry((*name).to_owned()).or_insert(Value::Null);
        path = format!("{path}.{index}.{name}");
        fact = item.get(*name)?;
    }
    Some(value)
}

/// The records of a list at a path, with how many it may have.
fn records<'v>(
    answers: &'v mut Answers,
    regulation: &Regulation,
    view: &FormView,
    path: &str,
) -> Option<(&'v mut Vec<Value>, usize)> {
    let place = leads(regulation, path)?;
    let FactType::List { max, .. } = &place.fact.kind else { return None };
    let slot = slot(answers, regulation, view, &place)?;
    Some((filled(slot, view, path)?, *max))
}

/// The records of a list as they are shown, ready to be changed: a prefilled list is copied the
/// first time the person touches it.
fn filled<'v>(value: &'v mut Value, view: &FormView, path: &str) -> Option<&'v mut Vec<Value>> {
    let shown = find(view, path);
    let count = shown.map_or(0, |field| field.records.len());
    if !value.is_array() {
        *value = match shown.map(|field| &field.raw) {
            Some(Value::Array(records)) => Value::Array(records.clone()),
            _ => Value::Array(Vec::new()),
        };
    }
    let records = value.as_array_mut()?;
    // Blank records that are only shown become real with the first change.
    let count = records.len().max(count);
    records.resize_with(count, || Value::Object(Map::new()));
    Some(records)
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
    let (list, mut index, mut rest) = split(path)?;
    let mut list = answers.get(list)?;
    loop {
        let record = list.as_array()?.get(index)?;
        if let Some(value) = record.get(rest) {
            return Some(value);
        }
        let (name, next, deeper) = split(rest)?;
        (list, index, rest) = (record.get(name)?, next, deeper);
    }
}
