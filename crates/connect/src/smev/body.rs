//! Bodies of messages (виды сведений): a question to a source with its answer, and a question of
//! another authority to our result register with ours.
//!
//! The real kinds of information belong to their providers and are not public; these shapes are
//! ours, one namespace for each source, so that a real one replaces it source by source.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::names::{RESULTS, evidence_uri, source_of};
use super::value::{fields, read_fields, sendable};
use crate::exchange::{Asked, Question};
use crate::gisgmp;
use crate::xml::{Element, Namespace};

/// Name of the root element of a question to a source.
pub const EVIDENCE_REQUEST: &str = "EvidenceRequest";

/// Name of the root element of a source's answer.
pub const EVIDENCE_RESPONSE: &str = "EvidenceResponse";

/// Name of the root element of a question to our register.
pub const RESULTS_REQUEST: &str = "ResultsRequest";

/// Name of the root element of our register's answer.
pub const RESULTS_RESPONSE: &str = "ResultsResponse";

/// A question to a source. The service it is asked for stands in it: a request must name it
/// (210-ФЗ, 7.2). ГИС ГМП has a form of its own, which travels as it is.
pub fn question(question: &Question) -> Element {
    if let Some(message) = gisgmp::message_of(question) {
        return message;
    }
    let uri = evidence_uri(&question.source);
    let namespace = Namespace { prefix: "ev", uri: &uri };
    Element::new(namespace, EVIDENCE_REQUEST).with_attribute("service", sendable(&question.service)).with_all(fields(
        namespace,
        "Key",
        &question.keys,
    ))
}

/// Reads a question to a source: service, source, keys.
pub fn read_question(body: &Element) -> Option<(String, String, Map<String, Value>)> {
    if gisgmp::is_body(body) {
        return Some((String::new(), gisgmp::SOURCE.to_owned(), gisgmp::wrapped(body).ok()?));
    }
    let source = source_of(&body.name.uri).filter(|_| body.name.local == EVIDENCE_REQUEST)?;
    let keys = read_fields(body, &body.name.uri, "Key")?;
    Some((body.attribute("service").unwrap_or_default().to_owned(), source.to_owned(), keys))
}

/// A source's answer.
pub fn answer(source: &str, at: Timestamp, answer: &Map<String, Value>) -> Element {
    let uri = evidence_uri(source);
    let namespace = Namespace { prefix: "ev", uri: &uri };
    Element::new(namespace, EVIDENCE_RESPONSE)
        .with_attribute("at", at.to_string())
        .with_all(fields(namespace, "Field", answer))
}

/// Reads a source's answer: when it was said, and what.
pub fn read_answer(body: &Element) -> Option<(Timestamp, Map<String, Value>)> {
    source_of(&body.name.uri).filter(|_| body.name.local == EVIDENCE_RESPONSE)?;
    let at = body.attribute("at")?.parse().ok()?;
    Some((at, read_fields(body, &body.name.uri, "Field")?))
}

/// A question to our result register.
pub fn asked(asked: &Asked) -> Element {
    let text = |local, text: &str| Element::new(RESULTS, local).with_text(sendable(text));
    let keys = asked.keys.iter().map(|(name, value)| text("Key", value).with_attribute("name", sendable(name)));
    Element::new(RESULTS, RESULTS_REQUEST)
        .with(text("Service", &asked.service))
        .with(text("Purpose", &asked.purpose))
        .with_all(keys)
}

/// Reads a question to our result register, or says what it lacks.
pub fn read_asked(body: &Element) -> Result<Asked, String> {
    if !body.name.is(RESULTS.uri, RESULTS_REQUEST) {
        return Err("Вид сведений не обслуживается: ожидается ResultsRequest.".to_owned());
    }
    let text = |local| body.text_of(RESULTS.uri, local).filter(|text| !text.is_empty());
    let service = text("Service").ok_or("В запросе не указана услуга (Service).")?;
    let purpose =
        text("Purpose").ok_or("В запросе не указана цель (Purpose): без цели сведения не предоставляются.")?;
    let key = |key: &Element| Some((key.attribute("name")?.to_owned(), key.text().trim().to_owned()));
    let keys: Vec<_> = body.all(RESULTS.uri, "Key").filter_map(key).collect();
    if keys.is_empty() {
        return Err("В запросе не указано лицо (Key).".to_owned());
    }
    Ok(Asked { service, purpose, keys })
}

/// Our answer from the register.
pub fn entries(entries: &[Value]) -> Element {
    let one = |entry: &Value| {
        let record = entry.as_object().cloned().unwrap_or_default();
        Element::new(RESULTS, "Entry").with_all(fields(RESULTS, "Field", &record))
    };
    Element::new(RESULTS, RESULTS_RESPONSE).with_all(entries.iter().map(one))
}

/// Reads an answer of a result register.
pub fn read_entries(body: &Element) -> Option<Vec<Map<String, Value>>> {
    if !body.name.is(RESULTS.uri, RESULTS_RESPONSE) {
        return None;
    }
    body.all(RESULTS.uri, "Entry").map(|entry| read_fields(entry, RESULTS.uri, "Field")).collect()
}
