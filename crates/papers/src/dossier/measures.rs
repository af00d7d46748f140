//! The library of typical measures: one set for priority services, another for all others
//! (PLAN-06, PLAN-07). Its words are data: `measures.yaml` beside this file.

use std::sync::LazyLock;

use indexmap::IndexMap;
use regulation::data_file::{Node, Reading, Shape};

use super::file::Measure;
use super::finding::{self, Finding};

/// A typical measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypicalMeasure {
    /// Its words in the methodology.
    pub title: String,
    /// When it is chosen.
    pub when: String,
    /// Chosen only when the hub of the federal portal cannot be joined.
    pub only_if_hub_impossible: bool,
}

/// Typical measures of one set: code → measure.
pub type Library = IndexMap<String, TypicalMeasure>;

struct Libraries {
    priority: Library,
    other: Library,
}

static LIBRARIES: LazyLock<Libraries> = LazyLock::new(|| {
    let mut found = Vec::new();
    let mut reading = Reading { code: "D002", found: &mut found };
    let root = reading.open("measures.yaml", include_str!("measures.yaml"));
    let set = |key: &str| root.as_ref().and_then(|root| root.get(key)).map(of).unwrap_or_default();
    Libraries { priority: set("priority"), other: set("other") }
});

fn of(node: &Node) -> Library {
    let Shape::Map(entries) = &node.shape else { return Library::new() };
    let text = |node: &Node, key: &str| match node.get(key).map(|value| &value.shape) {
        Some(Shape::Text(text)) => text.clone(),
        _ => String::new(),
    };
    entries
        .iter()
        .map(|(code, _, value)| {
            let measure = TypicalMeasure {
                title: text(value, "title"),
                when: text(value, "when"),
                only_if_hub_impossible: text(value, "only-if-hub-impossible") == "yes",
            };
            (code.clone(), measure)
        })
        .collect()
}

/// The set that a service chooses from: by its place on the list of priority services.
pub fn library(priority: bool) -> &'static Library {
    if priority { &LIBRARIES.priority } else { &LIBRARIES.other }
}

/// A typical measure stands in its own set, and own forms of a priority service have their reason.
pub(super) fn check(measure: &Measure, number: usize, priority: bool) -> Option<Finding> {
    let code = measure.typical.as_ref()?;
    let place = format!("Форма 3, строка {number}, мероприятие");
    let set = library(priority);
    let Some(typical) = set.get(code) else {
        let whose = if priority {
            "для приоритетных услуг"
        } else {
            "для услуг вне перечня приоритетных"
        };
        let codes: Vec<&str> = set.keys().map(String::as_str).collect();
        return Some(Finding::error(
            finding::WRONG_LIBRARY,
            place,
            format!("Типового мероприятия «{code}» {whose} нет."),
            format!("Выберите одно из: {}.", codes.join(", ")),
        ));
    };
    if typical.only_if_hub_impossible && measure.hub_impossible.is_none() {
        return Some(Finding::error(
            finding::HUB_FIRST,
            place,
            "Собственные формы приоритетной услуги дорабатывают, только если к «Концентратору услуг» подключиться нельзя.",
            "Назовите причину в «hub-impossible» или запланируйте подключение: мероприятие 6.2-hub.",
        ));
    }
    None
}
