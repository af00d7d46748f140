//! What a departmental system tells of a case, read strictly: a field too many is as wrong as one
//! too few, and each mistake names its field.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Longest text of an event, in characters.
pub const MOST_WORDS: usize = 4000;

/// What a departmental system tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Told {
    /// Accepted and registered.
    Registered,
    /// Refused at intake.
    NotAccepted {
        /// Grounds of the regulation.
        grounds: Vec<String>,
        /// Words beside them.
        words: Option<String>,
    },
    /// A procedure ended.
    ProcedureEnded {
        /// Which.
        procedure: String,
    },
    /// Stopped on a ground.
    Suspended {
        /// The ground of the regulation.
        ground: String,
        /// Words beside it.
        words: Option<String>,
    },
    /// Goes on.
    Resumed,
    /// The applicant is asked for facts.
    DataAsked {
        /// Which.
        facts: Vec<String>,
        /// Why.
        words: String,
    },
    /// Provided or refused.
    Decided {
        /// Provide?
        positive: bool,
        /// Grounds of a refusal.
        grounds: Vec<String>,
        /// Words beside them.
        words: Option<String>,
    },
    /// The result is made: okno signs it and enters it in the register.
    Result {
        /// Its number in the departmental system.
        number: String,
    },
}

/// What is wrong with an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Which field.
    pub field: String,
    /// What: a key of the catalogue of messages.
    pub code: &'static str,
}

impl Flaw {
    /// Names a field and what is wrong with it.
    pub fn new(field: &str, code: &'static str) -> Self {
        Self { field: field.to_owned(), code }
    }
}

impl Told {
    /// Its kind, as it is written.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::NotAccepted { .. } => "not_accepted",
            Self::ProcedureEnded { .. } => "procedure_ended",
            Self::Suspended { .. } => "suspended",
            Self::Resumed => "resumed",
            Self::DataAsked { .. } => "data_asked",
            Self::Decided { .. } => "decided",
            Self::Result { .. } => "result",
        }
    }
}

/// Reads an event, `{id, kind, …}`: its id and what it tells, or everything that is wrong.
pub fn read(event: &Value) -> Result<(String, Told), Vec<Flaw>> {
    let Value::Object(fields) = event else { return Err(vec![Flaw::new("", "api-not-an-object")]) };
    let mut reading = Reading { fields, known: vec!["id", "kind"], flaws: Vec::new() };
    let id = reading.text("id").unwrap_or_default();
    let plain = id.len() <= 100 && id.chars().all(|sign| sign.is_ascii_alphanumeric() || "-_.:".contains(sign));
    if !plain {
        reading.flaws.push(Flaw::new("id", "api-not-an-id"));
    }
    let told = reading.told();
    for name in fields.keys().filter(|name| !reading.known.contains(&name.as_str())) {
        reading.flaws.push(Flaw::new(name, "api-unknown-field"));
    }
    match told {
        Some(told) if reading.flaws.is_empty() => Ok((id, told)),
        _ => Err(reading.flaws),
    }
}

struct Reading<'a> {
    fields: &'a Map<String, Value>,
    known: Vec<&'static str>,
    flaws: Vec<Flaw>,
}

impl Reading<'_> {
    fn told(&mut self) -> Option<Told> {
        let kind = self.text("kind")?;
        Some(match kind.as_str() {
            "registered" => Told::Registered,
            "not_accepted" => Told::NotAccepted { grounds: self.texts("grounds", true), words: self.words() },
            "procedure_ended" => Told::ProcedureEnded { procedure: self.text("procedure")? },
            "suspended" => Told::Suspended { ground: self.text("ground")?, words: self.words() },
            "resumed" => Told::Resumed,
            "data_asked" => {
                let facts = self.texts("facts", true);
                Told::DataAsked { facts, words: self.text("words")? }
            }
            "decided" => {
                let positive = self.fields.get("positive").and_then(Value::as_bool);
                self.known.push("positive");
                if positive.is_none() {
                    self.flaws.push(Flaw::new("positive", "api-not-a-yes-no"));
                }
                let grounds = self.texts("grounds", positive == Some(false));
                Told::Decided { positive: positive.unwrap_or_default(), grounds, words: self.words() }
            }
            "result" => Told::Result { number: self.text("number")? },
            _ => {
                self.flaws.push(Flaw::new("kind", "api-unknown-kind"));
                return None;
            }
        })
    }

    fn text(&mut self, name: &'static str) -> Option<String> {
        self.known.push(name);
        match self.fields.get(name) {
            Some(Value::String(text)) if text.chars().count() > MOST_WORDS => {
                self.flaws.push(Flaw::new(name, "api-too-long"));
                None
            }
            Some(Value::String(text)) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            None | Some(Value::Null | Value::String(_)) => {
                self.flaws.push(Flaw::new(name, "api-missing"));
                None
            }
            Some(_) => {
                self.flaws.push(Flaw::new(name, "api-not-a-text"));
                None
            }
        }
    }

    /// Words that may be left out.
    fn words(&mut self) -> Option<String> {
        self.known.push("words");
        let given = self.fields.get("words").is_some_and(|words| !words.is_null());
        if given { self.text("words") } else { None }
    }

    fn texts(&mut self, name: &'static str, needed: bool) -> Vec<String> {
        self.known.push(name);
        let list = match self.fields.get(name) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(items)) if items.iter().all(Value::is_string) && items.len() <= 100 => {
                items.iter().filter_map(Value::as_str).map(|text| text.trim().to_owned()).collect()
            }
            Some(_) => {
                self.flaws.push(Flaw::new(name, "api-not-a-list"));
                return Vec::new();
            }
        };
        if needed && list.is_empty() {
            self.flaws.push(Flaw::new(name, "api-missing"));
        }
        list
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    #[test]
    fn every_mistake_of_an_event_names_its_field() {
        let flaws = |event: Value| -> Vec<(String, &str)> {
            let flaws = read(&event).unwrap_err();
            flaws.into_iter().map(|flaw| (flaw.field, flaw.code)).collect()
        };
        let of = |field: &str, code: &'static str| vec![(field.to_owned(), code)];
        assert_eq!(flaws(json!([])), of("", "api-not-an-object"));
        assert_eq!(flaws(json!({ "id": "1", "kind": "dance" })), of("kind", "api-unknown-kind"));
        assert_eq!(flaws(json!({ "id": "1", "kind": "not_accepted" })), of("grounds", "api-missing"));
        assert_eq!(flaws(json!({ "id": "a b", "kind": "resumed" })), of("id", "api-not-an-id"));
        assert_eq!(flaws(json!({ "id": "1", "kind": "resumed", "x": 1 })), of("x", "api-unknown-field"));
        assert_eq!(
            flaws(json!({ "id": "1", "kind": "decided", "positive": "да" })),
            of("positive", "api-not-a-yes-no")
        );
        assert_eq!(
            flaws(json!({ "id": "1", "kind": "suspended", "ground": "щ".repeat(MOST_WORDS + 1) })),
            of("ground", "api-too-long")
        );
    }

    #[test]
    fn an_event_is_read_as_it_is_written() {
        let told = Told::Decided { positive: false, grounds: vec!["H1".to_owned()], words: Some("Нет.".to_owned()) };
        let mut written = serde_json::to_value(&told).unwrap();
        written.as_object_mut().unwrap().insert("id".to_owned(), json!("7"));
        assert_eq!(read(&written).unwrap(), ("7".to_owned(), told));
    }
}
