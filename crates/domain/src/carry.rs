//! Carrying answers over: to a newer edition of the form (FORM-21) and from an earlier request
//! into a new draft (FORM-06). No value is lost without being listed.

use jiff::Timestamp;
use regulation::fact::Facts;
use regulation::form::Answers;
use regulation::package::{Fact, FactType, Regulation};
use serde_json::Value;

use crate::case::Context;
use crate::draft::{self, Draft, Unfit};
use crate::id::{DraftId, PersonId};
use crate::refusal::Refusal;

/// Moves a draft to the edition of the context. Values that still fit stay, right or wrong;
/// the rest is listed in [`Draft::unfit`] with its label of then.
pub fn migrate(draft: &Draft, old: Option<&Regulation>, context: &Context<'_>) -> Result<Draft, Refusal> {
    let new = context.regulation;
    if draft.case.is_some() {
        return Err(Refusal::DraftSent);
    }
    if draft.service != new.service {
        return Err(Refusal::DraftOutdated);
    }
    if draft.version == new.version {
        return Ok(draft.clone());
    }
    let mut moved = Draft { version: new.version.clone(), answers: Answers::new(), ..draft.clone() };
    for (name, value) in &draft.answers {
        let was = old.and_then(|old| old.fact(name));
        let label = was.map_or_else(|| name.clone(), |fact| fact.label.clone());
        match new.fact(name).filter(|fact| asked(new, &fact.name)) {
            Some(fact) => {
                let (fits, unfit) = fitting(fact, was, &label, value);
                moved.unfit.extend(unfit);
                if let Some(value) = fits {
                    moved.answers.insert(name.clone(), value);
                }
            }
            None => list(&mut moved.unfit, label, value),
        }
    }
    if !new.form.iter().any(|step| step.id == moved.step) {
        moved.step = new.form.first().map(|step| step.id.clone()).unwrap_or_default();
    }
    moved.revision += 1;
    Ok(moved)
}

/// Begins a new draft with the values of an earlier request. Dates, declarations and files
/// must be given anew and are listed; a signature is never part of answers.
pub fn copy(
    id: DraftId,
    person: &PersonId,
    earlier: &Draft,
    old: Option<&Regulation>,
    prefill: Facts,
    context: &Context<'_>,
    now: Timestamp,
) -> Result<Draft, Refusal> {
    if earlier.person != *person || earlier.service != context.regulation.service {
        return Err(Refusal::NotFound);
    }
    let kept = Draft { case: None, unfit: Vec::new(), ..earlier.clone() };
    let moved = migrate(&kept, old, context)?;
    let mut copied = draft::begin(id, person, prefill, context, now);
    copied.unfit = moved.unfit;
    for (name, value) in moved.answers {
        let Some(fact) = context.regulation.fact(&name) else { continue };
        let (keep, left) = without_anew(fact, &fact.label, &value);
        copied.unfit.extend(left);
        if let Some(value) = keep {
            copied.answers.insert(name, value);
        }
    }
    Ok(copied)
}

/// The part of a value that fits a fact of the newer edition, and what does not.
fn fitting(fact: &Fact, was: Option<&Fact>, label: &str, value: &Value) -> (Option<Value>, Vec<Unfit>) {
    let mut unfit = Vec::new();
    match (&fact.kind, value) {
        (FactType::List { item, .. }, Value::Array(records)) => {
            let old_items = was.and_then(|fact| match &fact.kind {
                FactType::List { item, .. } => Some(item),
                _ => None,
            });
            let mut kept = Vec::new();
            for record in records {
                let Value::Object(fields) = record else {
                    list(&mut unfit, label.to_owned(), record);
                    continue;
                };
                let mut row = serde_json::Map::new();
                for (name, value) in fields {
                    let old_field = old_items.and_then(|items| items.get(name));
                    let label = old_field.map_or(name.as_str(), |field| field.label.as_str());
                    match item.get(name).filter(|field| same_kind(field, old_field, value)) {
                        Some(_) => {
                            row.insert(name.clone(), value.clone());
                        }
                        None => list(&mut unfit, label.to_owned(), value),
                    }
                }
                kept.push(Value::Object(row));
            }
            (Some(Value::Array(kept)), unfit)
        }
        _ if same_kind(fact, was, value) => (Some(value.clone()), unfit),
        _ => {
            list(&mut unfit, label.to_owned(), value);
            (None, unfit)
        }
    }
}

/// Is the field still of the same sort, and is a chosen option still offered?
fn same_kind(fact: &Fact, was: Option<&Fact>, value: &Value) -> bool {
    let same = was.is_none_or(|was| match (&fact.kind, &was.kind) {
        (FactType::Identifier(new), FactType::Identifier(old)) => new == old,
        (new, old) => std::mem::discriminant(new) == std::mem::discriminant(old),
    });
    let shape = match (&fact.kind, value) {
        (FactType::List { .. }, value) => value.is_array(),
        (FactType::Document(_), value) => value.is_object() || empty(value),
        (FactType::Choice(options), Value::String(code)) => code.is_empty() || options.contains_key(code),
        (_, value) => !value.is_array() && !value.is_object(),
    };
    same && shape
}

/// A value without what must be given anew, and what that was.
fn without_anew(fact: &Fact, label: &str, value: &Value) -> (Option<Value>, Vec<Unfit>) {
    let mut left = Vec::new();
    match (&fact.kind, value) {
        (FactType::Date | FactType::YesNo | FactType::Document(_), value) => {
            list(&mut left, label.to_owned(), value);
            (None, left)
        }
        (FactType::List { item, .. }, Value::Array(records)) => {
            let mut kept = Vec::new();
            for record in records.iter().filter_map(Value::as_object) {
                let mut row = serde_json::Map::new();
                for (name, value) in record {
                    let Some(field) = item.get(name) else { continue };
                    let (keep, more) = without_anew(field, &field.label, value);
                    left.extend(more);
                    if let Some(value) = keep {
                        row.insert(name.clone(), value);
                    }
                }
                kept.push(Value::Object(row));
            }
            (Some(Value::Array(kept)), left)
        }
        (_, value) => (Some(value.clone()), left),
    }
}

fn asked(regulation: &Regulation, name: &str) -> bool {
    regulation.form.iter().any(|step| step.fields.iter().any(|field| field == name))
}

fn list(unfit: &mut Vec<Unfit>, label: String, value: &Value) {
    if !empty(value) {
        unfit.push(Unfit { label, value: value.clone() });
    }
}

fn empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
