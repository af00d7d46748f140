//! What a region says of results that are things: ways to hand them over with storage terms,
//! numbered blanks, electronic duplicates of paper documents, and the acts that let paper be asked
//! for. `region/delivery.yaml`; a region without it hands out at the authority and nothing else.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::file::{number, term};
use crate::clock::Term;
use crate::data_file::{Node, Reading};
use crate::diagnostic::{Diagnostic, Sources};

/// Ways to hand a thing over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// At the authority.
    Authority,
    /// At a service centre.
    Centre,
    /// By post.
    Post,
    /// In a parcel locker.
    Locker,
    /// By courier.
    Courier,
}

impl Method {
    /// All ways.
    pub const ALL: [Self; 5] = [Self::Authority, Self::Centre, Self::Post, Self::Locker, Self::Courier];

    /// Name in files, forms and rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Authority => "authority",
            Self::Centre => "centre",
            Self::Post => "post",
            Self::Locker => "locker",
            Self::Courier => "courier",
        }
    }

    /// The way of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// A carrier brings it, and nobody of the authority sees the person.
    pub fn by_carrier(self) -> bool {
        matches!(self, Self::Post | Self::Locker | Self::Courier)
    }
}

/// One way as the region has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Way {
    /// How long the thing lies where it is fetched.
    pub storage: Option<Term>,
    /// Where the term comes from.
    pub because: String,
}

/// A kind of numbered blank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BlankKind {
    /// Title.
    pub title: String,
    /// Authority that keeps the stock.
    pub authority: String,
    /// Results made on it: `service.output`.
    pub outputs: Vec<String>,
    /// So few left is too few.
    pub warn_below: i64,
    /// Who decided so.
    pub because: String,
}

/// A kind of paper document that a duplicate is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DuplicateKind {
    /// Title.
    pub title: String,
    /// Details that must be there: name → label.
    pub fields: IndexMap<String, String>,
    /// How long a duplicate may be used; `None` as long as the document itself.
    pub valid: Option<Term>,
    /// Who decided so.
    pub because: String,
}

/// Kinds of act that let paper be asked for; no other can (INTAKE-03).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaperAct {
    /// Федеральный закон.
    FederalLaw,
    /// Указ Президента.
    PresidentialDecree,
    /// Акт Правительства Российской Федерации.
    GovernmentAct,
}

/// Paper that may be asked for, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperRule {
    /// For this service.
    pub service: String,
    /// For this fact; without it for whatever the service takes.
    pub fact: Option<String>,
    /// Kind of the act.
    pub act: PaperAct,
    /// Details of the act.
    pub details: String,
    /// The clause.
    pub clause: String,
}

/// Everything of `delivery.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Delivery {
    /// Ways to hand over.
    pub ways: IndexMap<String, Way>,
    /// Results that are made or given only in the person's presence: `service.output`.
    pub in_person: Vec<String>,
    /// Numbered blanks by id.
    pub blanks: IndexMap<String, BlankKind>,
    /// Duplicates by kind.
    pub duplicates: IndexMap<String, DuplicateKind>,
    /// When paper may be asked for.
    pub paper: Vec<PaperRule>,
    /// Beginnings of words by which a demand for paper is known.
    pub paper_words: Vec<String>,
}

impl Default for Delivery {
    fn default() -> Self {
        let way = Way { storage: None, because: String::new() };
        Self {
            ways: IndexMap::from([(Method::Authority.name().to_owned(), way)]),
            in_person: Vec::new(),
            blanks: IndexMap::new(),
            duplicates: IndexMap::new(),
            paper: Vec::new(),
            paper_words: Vec::new(),
        }
    }
}

impl Delivery {
    /// Ways a result can be handed over, in the region's order.
    pub fn ways_for(&self, service: &str, output: &str) -> Vec<Method> {
        let name = format!("{service}.{output}");
        let present = self.in_person.contains(&name);
        let known = self.ways.keys().filter_map(|way| Method::parse(way));
        known.filter(|method| !present || *method == Method::Authority).collect()
    }

    /// The blank a result is made on.
    pub fn blank_of(&self, service: &str, output: &str) -> Option<(&String, &BlankKind)> {
        let name = format!("{service}.{output}");
        self.blanks.iter().find(|(_, kind)| kind.outputs.contains(&name))
    }
}

/// Reads `delivery.yaml`, where the region has one.
pub(super) fn read(sources: &Sources, found: &mut Vec<Diagnostic>) -> Delivery {
    let file = sources.0.iter().find(|(name, _)| name.rsplit('/').next() == Some("delivery.yaml"));
    let Some((file, text)) = file else { return Delivery::default() };
    let mut reading = Reading { code: "G001", found };
    let Some(root) = reading.open(file, text) else { return Delivery::default() };
    reading.only(&root, &["okno", "ways", "in-person", "blanks", "duplicates", "paper", "paper-words"]);
    let part = |name: &str| root.get(name);
    Delivery {
        ways: part("ways").map(|node| ways(&mut reading, node)).unwrap_or_default(),
        in_person: part("in-person").map(|node| texts(&mut reading, node)).unwrap_or_default(),
        blanks: part("blanks").map(|node| blanks(&mut reading, node)).unwrap_or_default(),
        duplicates: part("duplicates").map(|node| duplicates(&mut reading, node)).unwrap_or_default(),
        paper: part("paper").map(|node| paper(&mut reading, node)).unwrap_or_default(),
        paper_words: part("paper-words").map(|node| texts(&mut reading, node)).unwrap_or_default(),
    }
}

fn texts(reading: &mut Reading<'_>, node: &Node) -> Vec<String> {
    let items = reading.list(node, "Список").iter();
    items.filter_map(|item| reading.text(item, "Строка").map(str::to_owned)).collect()
}

fn ways(reading: &mut Reading<'_>, section: &Node) -> IndexMap<String, Way> {
    let mut ways = IndexMap::new();
    for (id, span, node) in reading.map(section, "ways") {
        reading.only(node, &["storage", "because"]);
        if Method::parse(id).is_none() {
            let message = format!("Способа выдачи «{id}» нет");
            reading.wrong(span, &message, "Бывают authority, centre, post, locker и courier.");
        }
        let storage = node.get("storage").and_then(|value| term(reading, value));
        let because = reading.required(node, "because").unwrap_or_default().to_owned();
        ways.insert(id.clone(), Way { storage, because });
    }
    ways
}

fn blanks(reading: &mut Reading<'_>, section: &Node) -> IndexMap<String, BlankKind> {
    let mut kinds = IndexMap::new();
    for (id, _, node) in reading.map(section, "blanks") {
        reading.only(node, &["title", "authority", "outputs", "warn-below", "because"]);
        let mut text = |key| reading.required(node, key).unwrap_or_default().to_owned();
        let (title, authority, because) = (text("title"), text("authority"), text("because"));
        let outputs = node.get("outputs").map(|node| texts(reading, node)).unwrap_or_default();
        let warn_below = node.get("warn-below").and_then(|value| number(reading, value)).unwrap_or(0);
        kinds.insert(id.clone(), BlankKind { title, authority, outputs, warn_below, because });
    }
    kinds
}

fn duplicates(reading: &mut Reading<'_>, section: &Node) -> IndexMap<String, DuplicateKind> {
    let mut kinds = IndexMap::new();
    for (id, _, node) in reading.map(section, "duplicates") {
        reading.only(node, &["title", "fields", "valid", "because"]);
        let title = reading.required(node, "title").unwrap_or_default().to_owned();
        let because = reading.required(node, "because").unwrap_or_default().to_owned();
        let valid = node.get("valid").and_then(|value| term(reading, value));
        let mut fields = IndexMap::new();
        if let Some(section) = node.get("fields") {
            for (name, _, label) in reading.map(section, "fields") {
                fields.insert(name.clone(), reading.text(label, name).unwrap_or_default().to_owned());
            }
        }
        if fields.is_empty() {
            reading.wrong(
                &node.span,
                "У вида документа нет реквизитов",
                "Перечислите обязательные: «fields: { number: Номер }».",
            );
        }
        kinds.insert(id.clone(), DuplicateKind { title, fields, valid, because });
    }
    kinds
}

fn paper(reading: &mut Reading<'_>, section: &Node) -> Vec<PaperRule> {
    let mut rules = Vec::new();
    for node in reading.list(section, "paper") {
        reading.only(node, &["service", "fact", "act", "details", "clause"]);
        let kind = reading.required(node, "act").map(str::to_owned);
        let act = match kind.as_deref() {
            Some("federal-law") => Some(PaperAct::FederalLaw),
            Some("presidential-decree") => Some(PaperAct::PresidentialDecree),
            Some("government-act") => Some(PaperAct::GovernmentAct),
            Some(other) => {
                let message = format!("Акт вида «{other}» не даёт права требовать бумагу");
                let mend = "Бумагу разрешают требовать только federal-law, presidential-decree и government-act.";
                reading.wrong(&node.span, &message, mend);
                None
            }
            None => None,
        };
        let mut text = |key| reading.required(node, key).unwrap_or_default().to_owned();
        let (service, details, clause) = (text("service"), text("details"), text("clause"));
        let fact = node.get("fact").and_then(|value| reading.text(value, "fact")).map(str::to_owned);
        rules.extend(act.map(|act| PaperRule { service, fact, act, details, clause }));
    }
    rules
}
