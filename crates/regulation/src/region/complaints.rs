//! What a region says of complaints out of court (APPEAL-02, APPEAL-06): grounds, terms of the stages,
//! why one is left without an answer or dismissed. `region/complaints.yaml`; the two terms of deciding
//! stand with the other parameters.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::Norm;
use super::file::{norm, term};
use crate::clock::Term;
use crate::data_file::{Node, Reading};
use crate::diagnostic::{Diagnostic, Sources};

/// What is complained of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Object {
    /// A decision (решение).
    Decision,
    /// An action (действие).
    Action,
    /// An omission (бездействие).
    Omission,
}

impl Object {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Decision, Self::Action, Self::Omission];

    /// Name in files, forms and rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Action => "action",
            Self::Omission => "omission",
        }
    }

    /// The object of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// How a case stands when a ground is offered first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Suits {
    /// The service was refused.
    Refused,
    /// Intake was refused.
    NotAccepted,
    /// A term has passed.
    Late,
    /// The clock stands still.
    Suspended,
}

/// A ground to complain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComplaintGround {
    /// In everyday words.
    pub title: String,
    /// What can be complained of by it.
    pub objects: Vec<Object>,
    /// The short term of deciding counts.
    pub short: bool,
    /// When it is offered first.
    pub suits: Option<Suits>,
    /// The clause.
    pub because: String,
}

/// A listed reason not to answer, or to dismiss.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComplaintReason {
    /// For the official who chooses it.
    pub title: String,
    /// For the citizen: whole sentences.
    pub say: String,
    /// The clause.
    pub because: String,
}

/// Everything of `complaints.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Complaints {
    /// Stands before the authority's own prefix in numbers of complaints.
    pub number_prefix: String,
    /// From filing to registration.
    pub register_within: Norm<Term>,
    /// From registration to sending it on to the right body.
    pub redirect_within: Norm<Term>,
    /// From a decision in favour to the end of what it orders.
    pub remedy_within: Norm<Term>,
    /// Grounds by id.
    pub grounds: IndexMap<String, ComplaintGround>,
    /// Why one may be left without an answer.
    pub unanswered: IndexMap<String, ComplaintReason>,
    /// Why one is dismissed.
    pub dismissals: IndexMap<String, ComplaintReason>,
}

/// Reads `complaints.yaml`, where the region has one.
pub(super) fn read(sources: &Sources, found: &mut Vec<Diagnostic>) -> Option<Complaints> {
    let (file, text) = sources.0.iter().find(|(name, _)| name.rsplit('/').next() == Some("complaints.yaml"))?;
    let mut reading = Reading { code: "G001", found };
    let root = reading.open(file, text)?;
    reading.only(&root, &["okno", "number-prefix", "terms", "grounds", "unanswered", "dismissals"]);
    let number_prefix = reading.required(&root, "number-prefix").map(str::to_owned);
    let Some(terms) = root.get("terms") else {
        reading.wrong(&root.span, "Нет раздела «terms»", "Добавьте сроки register, redirect и remedy.");
        return None;
    };
    reading.only(terms, &["register", "redirect", "remedy"]);
    let register_within = norm(&mut reading, terms, "register", term);
    let redirect_within = norm(&mut reading, terms, "redirect", term);
    let remedy_within = norm(&mut reading, terms, "remedy", term);
    let grounds = root.get("grounds").map(|node| grounds(&mut reading, node)).unwrap_or_default();
    if grounds.is_empty() {
        reading.wrong(&root.span, "Нет оснований жалобы", "Перечислите их в разделе «grounds».");
    }
    let unanswered = root.get("unanswered").map(|node| reasons(&mut reading, node)).unwrap_or_default();
    let dismissals = root.get("dismissals").map(|node| reasons(&mut reading, node)).unwrap_or_default();
    Some(Complaints {
        number_prefix: number_prefix?,
        register_within: register_within?,
        redirect_within: redirect_within?,
        remedy_within: remedy_within?,
        grounds,
        unanswered,
        dismissals,
    })
}

fn grounds(reading: &mut Reading<'_>, section: &Node) -> IndexMap<String, ComplaintGround> {
    let mut found = IndexMap::new();
    for (id, _, node) in reading.map(section, "grounds") {
        reading.only(node, &["title", "objects", "short", "suits", "because"]);
        let title = reading.required(node, "title").unwrap_or_default().to_owned();
        let because = reading.required(node, "because").unwrap_or_default().to_owned();
        let mut objects = Vec::new();
        for item in node.get("objects").map(|list| reading.list(list, "objects")).unwrap_or_default() {
            match reading.text(item, "objects").map(Object::parse) {
                Some(Some(object)) => objects.push(object),
                _ => reading.wrong(&item.span, "Такого предмета жалобы нет", "Бывают decision, action и omission."),
            }
        }
        if objects.is_empty() {
            let message = format!("У основания «{id}» не сказано, что по нему обжалуют");
            reading.wrong(&node.span, &message, "Добавьте «objects: [decision]».");
        }
        let short = node.get("short").is_some_and(|value| reading.text(value, "short") == Some("yes"));
        let suits = node.get("suits").and_then(|value| suits(reading, value));
        found.insert(id.clone(), ComplaintGround { title, objects, short, suits, because });
    }
    found
}

fn suits(reading: &mut Reading<'_>, node: &Node) -> Option<Suits> {
    match reading.text(node, "suits")? {
        "refused" => Some(Suits::Refused),
        "not-accepted" => Some(Suits::NotAccepted),
        "late" => Some(Suits::Late),
        "suspended" => Some(Suits::Suspended),
        other => {
            let message = format!("Хода дела «{other}» нет");
            reading.wrong(&node.span, &message, "Бывают refused, not-accepted, late и suspended.");
            None
        }
    }
}

fn reasons(reading: &mut Reading<'_>, section: &Node) -> IndexMap<String, ComplaintReason> {
    let mut found = IndexMap::new();
    for (id, _, node) in reading.map(section, "unanswered, dismissals") {
        reading.only(node, &["title", "say", "because"]);
        let mut text = |key| reading.required(node, key).unwrap_or_default().to_owned();
        let (title, say, because) = (text("title"), text("say"), text("because"));
        found.insert(id.clone(), ComplaintReason { title, say, because });
    }
    found
}
