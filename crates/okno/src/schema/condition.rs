//! Conditions of questions as JSON Schema, where it can say them exactly.
//!
//! Understood are comparisons of a choice with codes, a yes-no answer by its name, `not(…)` of
//! one, and any of these joined by `and`. Everything else is not guessed at.

use indexmap::IndexMap;
use regulation::package::FactType;
use serde_json::{Map, Value, json};

/// All conditions together over answers of the same object: null when there are none, nothing
/// when one of them cannot be said.
pub fn all(conditions: &[&str], siblings: &IndexMap<&str, &FactType>) -> Option<Value> {
    let mut properties = Map::new();
    for atom in conditions.iter().flat_map(|condition| condition.split(" and ")) {
        let (name, fits) = atom_of(atom.trim(), siblings)?;
        if properties.insert(name.to_owned(), fits).is_some() {
            return None;
        }
    }
    if properties.is_empty() {
        return Some(Value::Null);
    }
    let names: Vec<&String> = properties.keys().collect();
    Some(json!({ "required": names, "properties": properties }))
}

/// One comparison: the answer it looks at and the schema of the answers that fit.
fn atom_of<'t>(atom: &'t str, siblings: &IndexMap<&str, &FactType>) -> Option<(&'t str, Value)> {
    if matches!(siblings.get(atom), Some(FactType::YesNo)) {
        return Some((atom, json!({ "enum": [true, "true"] })));
    }
    if let Some(name) = atom.strip_prefix("not(").and_then(|rest| rest.strip_suffix(')')) {
        let name = name.trim();
        return matches!(siblings.get(name), Some(FactType::YesNo))
            .then(|| (name, json!({ "enum": [false, "false"] })));
    }
    let choice = |name: &'t str| matches!(siblings.get(name), Some(FactType::Choice(_))).then_some(name);
    if let Some((name, code)) = atom.split_once(" != ") {
        return Some((choice(name.trim())?, json!({ "not": { "const": quoted(code)? } })));
    }
    if let Some((name, code)) = atom.split_once(" = ") {
        return Some((choice(name.trim())?, json!({ "const": quoted(code)? })));
    }
    let (name, codes) = atom.split_once(" in (")?;
    let codes: Option<Vec<&str>> = codes.strip_suffix(')')?.split(',').map(quoted).collect();
    Some((choice(name.trim())?, json!({ "enum": codes? })))
}

/// A text in quotes that holds no quote itself.
fn quoted(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix('"')?.strip_suffix('"')?;
    (!inner.contains('"')).then_some(inner)
}
