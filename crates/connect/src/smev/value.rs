//! Plain values as XML and back: how facts travel in bodies of our own shape.
//!
//! `<Text>`, `<Number>`, `<Truth>`, `<List><Item>…`, `<Record><Field name="…">…`, `<Nothing/>`.
//! What cannot be sent (control characters, emoji: СМЭВ refuses them) is left out of texts.

use serde_json::{Map, Number, Value};

use crate::xml::{Element, Namespace};

/// Values inside values inside values: no register nests deeper.
const DEEPEST: usize = 16;

/// The value as the only child of what holds it.
pub(super) fn wrap(holder: Element, namespace: Namespace<'_>, value: &Value) -> Element {
    holder.with(element(namespace, value))
}

fn element(namespace: Namespace<'_>, value: &Value) -> Element {
    let new = |local| Element::new(namespace, local);
    match value {
        Value::Null => new("Nothing"),
        Value::Bool(truth) => new("Truth").with_text(truth.to_string()),
        Value::Number(number) => new("Number").with_text(number.to_string()),
        Value::String(text) => new("Text").with_text(sendable(text)),
        Value::Array(list) => {
            new("List").with_all(list.iter().map(|one| wrap(Element::new(namespace, "Item"), namespace, one)))
        }
        Value::Object(record) => new("Record").with_all(fields(namespace, "Field", record)),
    }
}

/// Each field of a record in an element of that name.
pub(super) fn fields(namespace: Namespace<'_>, local: &str, record: &Map<String, Value>) -> Vec<Element> {
    let one = |(name, value): (&String, &Value)| {
        wrap(Element::new(namespace, local).with_attribute("name", sendable(name)), namespace, value)
    };
    record.iter().map(one).collect()
}

/// The fields in elements of that name; `None` when one of them cannot be understood.
pub(super) fn read_fields(holder: &Element, uri: &str, local: &str) -> Option<Map<String, Value>> {
    holder.all(uri, local).map(|field| Some((field.attribute("name")?.to_owned(), inside(field, uri, 0)?))).collect()
}

fn inside(holder: &Element, uri: &str, depth: usize) -> Option<Value> {
    let value = holder.elements().find(|child| &*child.name.uri == uri)?;
    if depth > DEEPEST {
        return None;
    }
    Some(match value.name.local.as_str() {
        "Nothing" => Value::Null,
        "Truth" => match value.text().trim() {
            "true" | "1" => Value::Bool(true),
            "false" | "0" => Value::Bool(false),
            _ => return None,
        },
        "Number" => Value::Number(value.text().trim().parse::<Number>().ok()?),
        "Text" => Value::String(value.text()),
        "List" => value
            .all(uri, "Item")
            .map(|item| inside(item, uri, depth + 1))
            .collect::<Option<Vec<_>>>()
            .map(Value::Array)?,
        "Record" => Value::Object(
            value
                .all(uri, "Field")
                .map(|field| Some((field.attribute("name")?.to_owned(), inside(field, uri, depth + 1)?)))
                .collect::<Option<_>>()?,
        ),
        _ => return None,
    })
}

/// Without what XML cannot hold, without emoji, and without a carriage return: readers of
/// signatures disagree about it.
pub(super) fn sendable(text: &str) -> String {
    let fits = |character: char| match character {
        '\t' | '\n' => true,
        other => other >= ' ' && other != '\u{FFFE}' && other != '\u{FFFF}' && u32::from(other) < 0x1_0000,
    };
    text.chars().filter(|character| fits(*character)).collect()
}
