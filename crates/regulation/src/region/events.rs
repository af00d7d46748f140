//! Events that registers tell the region of (`region/events.yaml`), and the texts by which people
//! agree that services begin by themselves (`region/consents.yaml`). C24 IV.4.

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::Serialize;

use super::Norm;
use super::file::{norm, term};
use crate::clock::Term;
use crate::data_file::{Node, Reading};
use crate::diagnostic::{Diagnostic, Sources};

/// A kind of event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EventKind {
    /// What happened, in everyday words.
    pub title: String,
    /// The register that tells it, in words.
    pub register: String,
    /// Id of that register as a source of facts.
    pub source: String,
    /// What it tells: name → label.
    pub fields: IndexMap<String, String>,
}

/// Everything of `events.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Events {
    /// The one reminder of an offer comes so long after it.
    pub remind_after: Norm<Term>,
    /// Kinds by code.
    pub kinds: IndexMap<String, EventKind>,
}

/// A text by which people agree, with the day it counts from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConsentText {
    /// Version, as consents keep it.
    pub version: String,
    /// First day it counts.
    pub from: Date,
    /// How long a consent given by it lasts; until it is withdrawn where nothing is said.
    pub valid: Option<Term>,
    /// The act.
    pub because: String,
    /// To one service; `{service}` is its name.
    pub service: String,
    /// To a group of services; `{group}` is its name.
    pub group: String,
    /// To all services.
    pub all: String,
}

/// The texts, by date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Consents {
    /// Editions in the order written.
    pub texts: Vec<ConsentText>,
}

impl Consents {
    /// The text that counts on a day: the youngest that had begun.
    pub fn on(&self, day: Date) -> Option<&ConsentText> {
        self.texts.iter().filter(|text| text.from <= day).max_by_key(|text| text.from)
    }

    /// A text by its version.
    pub fn version(&self, version: &str) -> Option<&ConsentText> {
        self.texts.iter().find(|text| text.version == version)
    }
}

fn file<'s>(sources: &'s Sources, named: &str) -> Option<(&'s String, &'s String)> {
    sources.0.iter().find(|(name, _)| name.rsplit('/').next() == Some(named))
}

/// Reads `events.yaml`, where the region has one.
pub(super) fn read(sources: &Sources, found: &mut Vec<Diagnostic>) -> Option<Events> {
    let (file, text) = file(sources, "events.yaml")?;
    let mut reading = Reading { code: "G001", found };
    let root = reading.open(file, text)?;
    reading.only(&root, &["okno", "remind-after", "kinds"]);
    let remind_after = norm(&mut reading, &root, "remind-after", term);
    let mut kinds = IndexMap::new();
    for (code, _, node) in root.get("kinds").map(|node| reading.map(node, "kinds")).unwrap_or_default() {
        reading.only(node, &["title", "register", "source", "fields"]);
        let mut word = |key: &str| reading.required(node, key).unwrap_or_default().to_owned();
        let (title, register, source) = (word("title"), word("register"), word("source"));
        let mut fields = IndexMap::new();
        for (name, _, label) in node.get("fields").map(|node| reading.map(node, "fields")).unwrap_or_default() {
            fields.insert(name.clone(), reading.text(label, name).unwrap_or_default().to_owned());
        }
        kinds.insert(code.clone(), EventKind { title, register, source, fields });
    }
    Some(Events { remind_after: remind_after?, kinds })
}

/// Reads `consents.yaml`, where the region has one.
pub(super) fn consents(sources: &Sources, found: &mut Vec<Diagnostic>) -> Option<Consents> {
    let (file, text) = file(sources, "consents.yaml")?;
    let mut reading = Reading { code: "G001", found };
    let root = reading.open(file, text)?;
    reading.only(&root, &["okno", "texts"]);
    let mut texts = Vec::new();
    for (version, _, node) in root.get("texts").map(|node| reading.map(node, "texts")).unwrap_or_default() {
        texts.extend(consent_text(&mut reading, version, node));
    }
    if texts.is_empty() {
        reading.wrong(&root.span, "Нет текстов согласия", "Перечислите их в разделе «texts».");
    }
    Some(Consents { texts })
}

fn consent_text(reading: &mut Reading<'_>, version: &str, node: &Node) -> Option<ConsentText> {
    reading.only(node, &["from", "valid", "because", "service", "group", "all"]);
    let mut word = |key: &str| reading.required(node, key).unwrap_or_default().to_owned();
    let (from, because) = (word("from"), word("because"));
    let (service, group, all) = (word("service"), word("group"), word("all"));
    let valid = node.get("valid").and_then(|node| term(reading, node));
    let Ok(from) = from.parse::<Date>() else {
        reading.wrong(&node.span, "Дата «from» не читается", "Напишите дату вида 2026-01-01.");
        return None;
    };
    for (text, place) in [(&service, "{service}"), (&group, "{group}")] {
        if !text.contains(place) {
            let message = format!("В тексте согласия нет {place}");
            reading.wrong(&node.span, &message, "Впишите его туда, где должно стоять название.");
        }
    }
    Some(ConsentText { version: version.to_owned(), from, valid, because, service, group, all })
}
