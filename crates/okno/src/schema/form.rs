//! A form as JSON Schema: what another system may send as the answers of an application.
//!
//! The schema says what JSON Schema can say exactly: types, limits, choices, records, and fields
//! that are required under a plain condition. The rest (checks between fields, check digits,
//! conditions over dates) okno looks at when the application arrives; it stands in descriptions.

use indexmap::IndexMap;
use regulation::identifier::IdentifierKind;
use regulation::package::{Fact, FactType, Regulation, UploadLimits};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::condition;

/// Longest address, shortest address: as the form takes them.
const ADDRESS: [usize; 2] = [6, 500];

/// The schema of the whole form: one property per question, in the order of the steps.
pub fn schema(regulation: &Regulation) -> Value {
    let asked: Vec<(&Fact, Vec<&str>)> = regulation
        .form
        .iter()
        .flat_map(|step| {
            let of_step = step.when.as_ref().map(|when| when.text.as_str());
            step.fields.iter().filter_map(move |name| {
                let fact = regulation.facts.get(name)?;
                let own = fact.when.as_ref().map(|when| when.text.as_str());
                Some((fact, of_step.into_iter().chain(own).collect()))
            })
        })
        .collect();
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:okno:form:{}:{}", regulation.service, regulation.version.replace(' ', "-")),
        "title": regulation.title,
        "description": regulation.summary,
    });
    merge(&mut schema, record(&asked));
    joint(regulation, &mut schema);
    schema
}

/// Who gives which part of a joint application, so that the parts can be asked of each alone.
fn joint(regulation: &Regulation, schema: &mut Value) {
    for party in &regulation.parties {
        for name in &party.facts {
            if let Some(Value::Object(property)) = schema["properties"].get_mut(name) {
                let parts = property.entry("x-okno-party").or_insert_with(|| json!([]));
                if let Value::Array(parts) = parts {
                    parts.push(json!(party.id));
                }
            }
        }
    }
    if !regulation.parties.is_empty() {
        let party = |party: &regulation::package::Party| json!({ "id": party.id, "title": party.title, "role": party.role, "signs": party.signs });
        schema["x-okno-parties"] = regulation.parties.iter().map(party).collect();
    }
}

/// An object with these questions; each with the conditions under which it is asked.
fn record(asked: &[(&Fact, Vec<&str>)]) -> Value {
    let siblings: IndexMap<&str, &FactType> = asked.iter().map(|(fact, _)| (fact.name.as_str(), &fact.kind)).collect();
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut rules = Vec::new();
    for (fact, conditions) in asked {
        let mut property = question(fact);
        let when = condition::all(conditions, &siblings);
        if !conditions.is_empty() {
            property["x-okno-when"] = json!(conditions.join(" and "));
        }
        properties.insert(fact.name.clone(), property);
        // A document that a source may replace is asked only when the source is silent.
        let replaced = fact.document.as_ref().is_some_and(|terms| !terms.replaced_by.is_empty());
        if !fact.required || replaced {
            continue;
        }
        match when {
            Some(when) if conditions.is_empty() || when.is_null() => required.push(fact.name.as_str()),
            Some(when) => rules.push(json!({ "if": when, "then": needed(fact) })),
            None => {}
        }
    }
    let mut object = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    if !rules.is_empty() {
        object["allOf"] = json!(rules);
    }
    object
}

/// The field is there; an answer of nothing but emptiness is none.
fn needed(fact: &Fact) -> Value {
    json!({ "required": [fact.name] })
}

/// One question with its words, type and limits.
fn question(fact: &Fact) -> Value {
    let mut schema = json!({ "title": fact.label });
    if let Some(hint) = &fact.hint {
        schema["description"] = json!(hint);
    }
    merge(&mut schema, kind(&fact.kind, fact.required));
    if fact.document.as_ref().is_some_and(|terms| terms.original) {
        schema["x-okno-original"] = json!(true);
    }
    let checks: Vec<Value> = fact
        .checks
        .iter()
        .map(|check| json!({ "rule": check.rule.text, "say": check.say, "mend": check.mend }))
        .collect();
    if !checks.is_empty() {
        schema["x-okno-checks"] = json!(checks);
    }
    schema
}

fn kind(kind: &FactType, required: bool) -> Value {
    match kind {
        FactType::YesNo => json!({ "enum": [true, false, "true", "false"] }),
        FactType::Number { whole, min, max, unit } => number(*whole, *min, *max, unit.as_deref()),
        FactType::Money => json!({
            "anyOf": [{ "type": "number", "minimum": 0 }, { "type": "string", "pattern": "^[0-9 ]+([.,][0-9]{2})?$" }],
            "x-okno-unit": "₽",
        }),
        FactType::Date => json!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        FactType::Text { max, .. } => {
            json!({ "type": "string", "minLength": usize::from(required), "maxLength": max })
        }
        FactType::Choice(options) => {
            let options: Vec<Value> =
                options.iter().map(|(code, label)| json!({ "const": code, "title": label })).collect();
            json!({ "oneOf": options })
        }
        FactType::Identifier(kind) => identifier(*kind),
        FactType::Address => address(),
        FactType::Document(limits) => document(limits),
        FactType::List { item, min, max, one } => {
            let fields: Vec<(&Fact, Vec<&str>)> = item
                .values()
                .filter(|field| field.derive.is_none())
                .map(|field| (field, field.when.iter().map(|when| when.text.as_str()).collect()))
                .collect();
            let mut record = record(&fields);
            record["title"] = json!(one);
            json!({ "type": "array", "minItems": min, "maxItems": max, "items": record })
        }
    }
}

/// A number, or its text as people write it.
fn number(whole: bool, min: Option<Decimal>, max: Option<Decimal>, unit: Option<&str>) -> Value {
    let mut bare = json!({ "type": if whole { "integer" } else { "number" } });
    for (key, bound) in [("minimum", min), ("maximum", max)] {
        if let Some(bound) = bound {
            // The shortest decimal text of the bound is its exact JSON number.
            bare[key] = serde_json::from_str(&bound.normalize().to_string()).unwrap_or(Value::Null);
        }
    }
    let pattern = if whole { "^-?[0-9]+$" } else { "^-?[0-9]+([.,][0-9]+)?$" };
    let mut schema = json!({ "anyOf": [bare, { "type": "string", "pattern": pattern }] });
    if let Some(unit) = unit {
        schema["x-okno-unit"] = json!(unit);
    }
    schema
}

/// A text whose check digits okno checks itself.
fn identifier(kind: IdentifierKind) -> Value {
    let mut schema =
        json!({ "type": "string", "minLength": 1, "examples": [kind.example()], "x-okno-type": kind.name() });
    match kind {
        IdentifierKind::Email => schema["format"] = json!("email"),
        IdentifierKind::Uuid => schema["format"] = json!("uuid"),
        _ => {}
    }
    schema
}

fn address() -> Value {
    let text = json!({ "type": "string", "minLength": ADDRESS[0], "maxLength": ADDRESS[1] });
    json!({
        "anyOf": [
            text,
            {
                "type": "object",
                "properties": { "text": text, "fias": { "type": ["string", "null"], "format": "uuid" } },
                "required": ["text"],
            },
        ],
    })
}

/// A file that was uploaded before: its name, and what was found by looking at it.
fn document(limits: &UploadLimits) -> Value {
    json!({
        "type": "object",
        "properties": {
            "sha256": { "type": "string", "pattern": "^[0-9a-f]{64}$" },
            "name": { "type": "string", "minLength": 1 },
            "media_type": { "enum": limits.media_types },
            "size": { "type": "integer", "minimum": 1, "maximum": limits.max_bytes },
        },
        "required": ["sha256", "name", "media_type", "size"],
        "additionalProperties": false,
    })
}

/// Adds the keys of one object to another.
fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}
