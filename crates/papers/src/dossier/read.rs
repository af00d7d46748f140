//! Reading `dossier.yaml`, every mistake at its place.

use indexmap::IndexMap;
use jiff::civil::Date;
use regulation::data_file::{Node, Reading};
use regulation::diagnostic::{Diagnostic, Sources};
use regulation::rules::{Action, Cell};

use super::file::{Amendment, ApprovingAct, Dossier, Measure, Otr, Path, Person, Registry, SubService};

/// Name of the file in a package.
pub const FILE: &str = "dossier.yaml";

/// Code of mistakes in it.
const CODE: &str = "D001";

const KEYS: [&str; 12] = [
    "dossier",
    "registry",
    "regulation",
    "path",
    "body",
    "responsible",
    "target-model",
    "sub-services",
    "remark",
    "amendment",
    "measures",
    "otr",
];

/// The dossier of a package: an empty one when there is no file, the mistakes when it cannot be read.
pub fn read(sources: &Sources) -> Result<Dossier, Vec<Diagnostic>> {
    let Some(text) = sources.0.get(FILE) else { return Ok(Dossier::default()) };
    let mut found = Vec::new();
    let mut reader = Reader { reading: Reading { code: CODE, found: &mut found } };
    let root = reader.reading.open(FILE, text);
    let dossier = root.map(|root| reader.dossier(&root)).unwrap_or_default();
    if found.is_empty() { Ok(dossier) } else { Err(found) }
}

struct Reader<'a> {
    reading: Reading<'a>,
}

impl Reader<'_> {
    fn dossier(&mut self, root: &Node) -> Dossier {
        self.reading.only(root, &KEYS);
        Dossier {
            registry: root.get("registry").and_then(|node| self.registry(node)),
            regulation: root.get("regulation").and_then(|node| self.act(node)),
            path: root.get("path").and_then(|node| self.path(node)),
            body: self.text(root, "body"),
            responsible: self.list(root, "responsible", Self::person),
            target_model: self.text(root, "target-model"),
            sub_services: self.list(root, "sub-services", Self::sub_service),
            remark: self.text(root, "remark"),
            amendment: root.get("amendment").and_then(|node| self.amendment(node)),
            measures: self.list(root, "measures", Self::measure),
            otr: root.get("otr").map(|node| self.otr(node)).unwrap_or_default(),
        }
    }

    fn registry(&mut self, node: &Node) -> Option<Registry> {
        self.reading.only(node, &["id", "updated", "by-hand"]);
        let id = self.reading.required(node, "id")?.to_owned();
        Some(Registry { id, updated: self.required_date(node, "updated")?, by_hand: self.text(node, "by-hand") })
    }

    fn act(&mut self, node: &Node) -> Option<ApprovingAct> {
        self.reading.only(node, &["kind", "issuer", "number", "date"]);
        Some(ApprovingAct {
            kind: self.reading.required(node, "kind")?.to_owned(),
            issuer: self.reading.required(node, "issuer")?.to_owned(),
            number: self.reading.required(node, "number")?.to_owned(),
            date: self.required_date(node, "date")?,
        })
    }

    fn path(&mut self, node: &Node) -> Option<Path> {
        let found = match self.reading.text(node, "path")? {
            "priority" => Path::Priority,
            "regional" => Path::Regional,
            "municipal-typical" => Path::MunicipalTypical,
            "municipal-other" => Path::MunicipalOther,
            other => {
                let help = "Здесь бывают: priority, regional, municipal-typical, municipal-other.";
                self.reading.wrong(&node.span, &format!("Путь согласования «{other}» неизвестен"), help);
                return None;
            }
        };
        Some(found)
    }

    /// A person may lack a contact: the paper says so, not the reader.
    fn person(&mut self, node: &Node) -> Option<Person> {
        self.reading.only(node, &["name", "post", "phone", "email"]);
        Some(Person {
            name: self.reading.required(node, "name")?.to_owned(),
            post: self.text(node, "post").unwrap_or_default(),
            phone: self.text(node, "phone"),
            email: self.text(node, "email"),
        })
    }

    fn sub_service(&mut self, node: &Node) -> Option<SubService> {
        self.reading.only(node, &["title", "registry", "applications", "cells", "remark"]);
        Some(SubService {
            title: self.reading.required(node, "title")?.to_owned(),
            registry: self.text(node, "registry"),
            applications: self.count(node, "applications"),
            cells: node.get("cells").map(|cells| self.cells(cells)).unwrap_or_default(),
            remark: self.text(node, "remark"),
        })
    }

    fn cells(&mut self, node: &Node) -> IndexMap<Action, Cell> {
        let mut cells = IndexMap::new();
        for (key, span, value) in self.reading.map(node, "cells").to_vec() {
            let Some(action) = Action::parse(&key) else {
                self.reading.wrong(&span, &format!("Действия «{key}» нет"), "Действия — от A1 до A9.");
                continue;
            };
            let Some(text) = self.reading.text(&value, &key).map(str::to_owned) else { continue };
            match Cell::parse(&text) {
                Some(cell) => {
                    cells.insert(action, cell);
                }
                None => {
                    self.reading.wrong(&value.span, &format!("Код «{text}» неизвестен"), "Коды — 0, 1 и \"-\".");
                }
            }
        }
        cells
    }

    fn amendment(&mut self, node: &Node) -> Option<Amendment> {
        self.reading.only(node, &["due", "official"]);
        let due = self.required_date(node, "due");
        let official = match node.get("official") {
            Some(official) => self.person(official),
            None => {
                self.reading.wrong(
                    &node.span,
                    "Нет обязательного ключа «official»",
                    "Добавьте «official: { name, post }».",
                );
                None
            }
        };
        Some(Amendment { due: due?, official: official? })
    }

    /// What a measure lacks is said by the check of Form 3, at its cell.
    fn measure(&mut self, node: &Node) -> Option<Measure> {
        let known = ["typical", "what", "actions", "evidence", "by", "due", "expect", "hub-impossible"];
        self.reading.only(node, &known);
        Some(Measure {
            typical: self.text(node, "typical"),
            what: self.text(node, "what").unwrap_or_default(),
            actions: self.actions(node, "actions"),
            evidence: self.text(node, "evidence").unwrap_or_default(),
            by: self.text(node, "by").unwrap_or_default(),
            due: self.date(node, "due"),
            expect: self.text(node, "expect").unwrap_or_default(),
            hub_impossible: self.text(node, "hub-impossible"),
        })
    }

    fn otr(&mut self, node: &Node) -> Otr {
        self.reading.only(node, &["received", "queue", "extension", "system", "handling", "no-requests"]);
        Otr {
            received: self.date(node, "received"),
            queue: self.count(node, "queue"),
            extension: self.text(node, "extension"),
            system: self.text(node, "system"),
            handling: self
                .list(node, "handling", |reader, item| reader.reading.text(item, "handling").map(str::to_owned)),
            no_requests: self.text(node, "no-requests"),
        }
    }

    fn text(&mut self, node: &Node, key: &str) -> Option<String> {
        let value = node.get(key)?;
        self.reading.text(value, key).map(str::to_owned)
    }

    fn list<T>(&mut self, node: &Node, key: &str, one: impl Fn(&mut Self, &Node) -> Option<T>) -> Vec<T> {
        let Some(value) = node.get(key) else { return Vec::new() };
        let items = self.reading.list(value, key).to_vec();
        items.iter().filter_map(|item| one(self, item)).collect()
    }

    fn actions(&mut self, node: &Node, key: &str) -> Vec<Action> {
        self.list(node, key, |reader, item| {
            let text = reader.reading.text(item, "action")?;
            let action = Action::parse(text);
            if action.is_none() {
                reader.reading.wrong(&item.span, &format!("Действия «{text}» нет"), "Действия — от A1 до A9.");
            }
            action
        })
    }

    fn count(&mut self, node: &Node, key: &str) -> Option<u64> {
        let value = node.get(key)?;
        let text = self.reading.text(value, key)?;
        let count = text.parse().ok();
        if count.is_none() {
            self.reading.wrong(&value.span, &format!("«{key}: {text}» не целое число"), "Впишите целое число от нуля.");
        }
        count
    }

    fn date(&mut self, node: &Node, key: &str) -> Option<Date> {
        let value = node.get(key)?;
        let text = self.reading.text(value, key)?;
        let date = text.parse().ok();
        if date.is_none() {
            self.reading.wrong(&value.span, &format!("«{key}: {text}» не дата"), "Впишите дату как 2026-03-31.");
        }
        date
    }

    fn required_date(&mut self, node: &Node, key: &str) -> Option<Date> {
        self.reading.required(node, key)?;
        self.date(node, key)
    }
}
