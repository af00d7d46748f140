//! What is watched for while services are provided (MONITOR-06): which sign in a case counts as a
//! breach of an applicant's rights, under which name and by which clause, as data of the region.

use indexmap::IndexMap;
use serde::Serialize;

use crate::data_file::{Node, Reading};

/// A sign that can be seen in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WatchSign {
    /// The term of registration, of a procedure or of the whole service has passed.
    TermPassed,
    /// A notice of the end of a procedure did not stand in the account in time.
    NoticeLate,
    /// An official wrote to the applicant with one of these words.
    Words,
    /// The applicant was asked for what an authority holds, or somebody tried to.
    HeldAsked,
}

/// A rule of watching.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WatchRule {
    /// Its name for people.
    pub title: String,
    /// Which sign.
    pub on: WatchSign,
    /// For [`WatchSign::Words`]: beginnings of words in small letters.
    pub words: Vec<String>,
    /// The clause that is broken.
    pub because: String,
}

/// Reads `watch: { ID: { title, on, words, because } }`.
pub(super) fn read(reading: &mut Reading<'_>, section: &Node) -> IndexMap<String, WatchRule> {
    let mut rules = IndexMap::new();
    for (id, _, node) in reading.map(section, "watch") {
        reading.only(node, &["title", "on", "words", "because"]);
        let title = reading.required(node, "title").unwrap_or_default().to_owned();
        let because = reading.required(node, "because").unwrap_or_default().to_owned();
        let mut words = Vec::new();
        if let Some(list) = node.get("words") {
            for word in reading.list(list, "words") {
                words.extend(reading.text(word, "words").map(str::to_lowercase));
            }
        }
        let Some(on) = sign(reading, node) else { continue };
        if (on == WatchSign::Words) == words.is_empty() {
            let message = format!("Правило «{id}»: слова нужны правилу «on: words» и только ему");
            reading.wrong(&node.span, &message, "Впишите начала слов: «words: [нотариальн, ксерокопи]».");
        }
        rules.insert(id.clone(), WatchRule { title, on, words, because });
    }
    rules
}

fn sign(reading: &mut Reading<'_>, node: &Node) -> Option<WatchSign> {
    match reading.required(node, "on")? {
        "term-passed" => Some(WatchSign::TermPassed),
        "notice-late" => Some(WatchSign::NoticeLate),
        "words" => Some(WatchSign::Words),
        "held-asked" => Some(WatchSign::HeldAsked),
        other => {
            let message = format!("Признака «{other}» нет");
            reading.wrong(&node.span, &message, "Напишите term-passed, notice-late, words или held-asked.");
            None
        }
    }
}
