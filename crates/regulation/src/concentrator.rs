//! Applications from Концентратор услуг of ЕПГУ (INTEG-02): where in its message each fact stands,
//! and what our states are called there. Data: `concentrator.yaml` beside a package, `epgu.yaml` of
//! the region. The public specification names the namespaces, `FormData`, `techCode`, `orgCode` and
//! nothing below them, so everything below is here and not in code.

use indexmap::IndexMap;

use crate::data_file::{Node, Reading};
use crate::diagnostic::{Diagnostic, Severity, Sources};
use crate::package::Regulation;

/// Name of the file of a package.
pub const FILE: &str = "concentrator.yaml";

/// Name of the file of the region.
pub const STATUSES: &str = "epgu.yaml";

/// Where the facts of one service stand in a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Map {
    /// The service.
    pub service: String,
    /// Namespace of the message: `http://epgu.gosuslugi.ru/concentrator/huntingticket/3.1.0`.
    pub namespace: String,
    /// Its root element.
    pub root: String,
    /// Number of the order at ЕПГУ.
    pub order: String,
    /// The applicant: claim of ЕСИА → place.
    pub person: IndexMap<String, String>,
    /// Facts that the applicant gave.
    pub facts: IndexMap<String, Place>,
}

/// Where a fact stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Names of elements inside the message, divided by `/`; `@name` at the end is an attribute.
    pub at: String,
    /// What each of their codes means; without them the value is taken as it is.
    pub values: IndexMap<String, String>,
    /// For a list: `at` names the elements that repeat, and these stand in each of them.
    pub item: IndexMap<String, Place>,
}

/// What a state of a case is called in the cabinet of ЕПГУ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Status of the application there.
    pub code: String,
    /// Words for the applicant.
    pub words: String,
}

/// Reads the map of a package, if it has one; every mistake at its place.
pub fn read(sources: &Sources, regulation: &Regulation) -> (Option<Map>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let Some(text) = sources.0.get(FILE) else { return (None, found) };
    let mut reading = Reading { code: "C001", found: &mut found };
    let map = reading.open(FILE, text).and_then(|root| read_map(&mut reading, &root, regulation));
    let broken = found.iter().any(|one| one.severity == Severity::Error);
    (map.filter(|_| !broken), found)
}

fn read_map(reading: &mut Reading<'_>, root: &Node, regulation: &Regulation) -> Option<Map> {
    reading.only(root, &["okno", "namespace", "root", "order", "person", "facts"]);
    let namespace = reading.required(root, "namespace")?.trim_end_matches('/').to_owned();
    let element = reading.required(root, "root")?.to_owned();
    let order = reading.required(root, "order")?.to_owned();
    let person = titles(reading, root, "person");
    let mut facts = IndexMap::new();
    if let Some(section) = root.get("facts") {
        for (name, span, node) in reading.map(section, "facts") {
            if !regulation.facts.contains_key(name) {
                reading.wrong(span, &format!("Сведения «{name}» в регламенте нет"), "Проверьте имя в regulation.yaml.");
            }
            let place = place(reading, name, node)?;
            facts.insert(name.clone(), place);
        }
    }
    if !person.contains_key("oid") {
        reading.wrong(&root.span, "Не сказано, кто заявитель", "Добавьте «person: { oid: …, lastName: … }».");
    }
    Some(Map { service: regulation.service.clone(), namespace, root: element, order, person, facts })
}

/// `NAME: PLACE` or `NAME: { at, values, item }`.
fn place(reading: &mut Reading<'_>, name: &str, node: &Node) -> Option<Place> {
    let Some(at) = node.get("at") else {
        return Some(Place { at: reading.text(node, name)?.to_owned(), ..Place::default() });
    };
    reading.only(node, &["at", "values", "item"]);
    let mut item = IndexMap::new();
    if let Some(section) = node.get("item") {
        for (name, _, node) in reading.map(section, "item") {
            item.insert(name.clone(), place(reading, name, node)?);
        }
    }
    Some(Place { at: reading.text(at, "at")?.to_owned(), values: titles(reading, node, "values"), item })
}

/// Reads `epgu.yaml` of the region: `statuses: { STATE: { code, words } }`.
pub fn statuses(sources: &Sources) -> (IndexMap<String, Status>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut statuses = IndexMap::new();
    let Some(text) = sources.0.get(STATUSES) else { return (statuses, found) };
    let mut reading = Reading { code: "C002", found: &mut found };
    if let Some(root) = reading.open(STATUSES, text) {
        reading.only(&root, &["okno", "statuses"]);
        if let Some(section) = root.get("statuses") {
            for (state, _, node) in reading.map(section, "statuses") {
                reading.only(node, &["code", "words"]);
                let code = reading.required(node, "code").unwrap_or_default().to_owned();
                let words = reading.required(node, "words").unwrap_or_default().to_owned();
                statuses.insert(state.clone(), Status { code, words });
            }
        }
    }
    (statuses, found)
}

fn titles(reading: &mut Reading<'_>, root: &Node, key: &str) -> IndexMap<String, String> {
    let mut titles = IndexMap::new();
    if let Some(section) = root.get(key) {
        for (name, _, node) in reading.map(section, key) {
            titles.extend(reading.text(node, name).map(|text| (name.clone(), text.to_owned())));
        }
    }
    titles
}
