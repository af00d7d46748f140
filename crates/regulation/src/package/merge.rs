//! Typical regulations and local overrides: a child folder holds only what differs.
//!
//! The merge is on the tree, before anything is read: values that the child sets take the place
//! of the parent's, with the places of the child's file, and the whole is then read and checked
//! like any regulation. So an update of the parent reaches the children by itself.

use jiff::civil::Date;

use super::codes;
use super::fields::{Fields, Reader};
use super::model::{LocalMark, Parent};
use super::outside;
use super::similar::similar;
use super::yaml::{self, Content, Key, Node};
use crate::diagnostic::{Sources, Span};

/// Where the loader puts the files of the typical regulation.
const FOLDER: &str = "parent/";

/// What a child says of itself, set in place of the parent's.
const OWN: [&str; 11] = [
    "service",
    "version",
    "from",
    "status",
    "title",
    "short",
    "summary",
    "keywords",
    "sample",
    "unverified",
    "life-events",
];

/// The merged tree and what was set.
pub(crate) struct Merged {
    pub root: Node,
    pub parent: Parent,
    pub set: Vec<Setting>,
}

/// One value that a child sets.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    pub path: String,
    pub place: Span,
    /// Value as written, where it is one scalar.
    pub value: Option<String>,
}

/// Puts a child over its parent; `None` when it has none, or it cannot be read (then it is said).
pub(crate) fn merge(root: &Node, sources: &Sources, reader: &mut Reader) -> Option<Merged> {
    let node = root.get("parent")?;
    let mut fields = Fields::open(node, &node.span, "parent", reader)?;
    let service = fields.text("service", "имя типовой услуги", reader);
    let version = fields.text("version", "её редакция, по которой настроено: `\"2026.1\"`", reader);
    fields.finish(reader);
    let file = format!("{FOLDER}regulation.yaml");
    let Some(text) = sources.0.get(&file) else {
        let message = format!("Типовой регламент `{service}` не найден рядом с этой папкой.");
        let help = "Положите его папку рядом или исправьте имя в `parent`.";
        reader.error(codes::BAD_PARENT, &node.span, message, "нет такого", help);
        return None;
    };
    let mut merged = yaml::parse(&file, text, &mut reader.found)?;
    outdated(&merged, &service, &version, node, reader);
    if merged.get("parent").is_some() {
        let help = "Сошлитесь на самый верхний регламент.";
        reader.error(codes::BAD_PARENT, &node.span, "Типовой регламент сам местный.", "цепочка", help);
        return None;
    }
    let mut set = Vec::new();
    for (key, value) in root.entries() {
        match key.text.as_str() {
            "okno" | "parent" => {}
            "set" => settings(value, &mut merged, reader, &mut set),
            own if OWN.contains(&own) => place(&mut merged, &[own], key, value),
            other => {
                let message = format!("Местный регламент не может менять `{other}` целиком.");
                let help = "Задайте отмеченные в типовом элементы в `set`: `variants.enrol.term: 7 wd`.";
                reader.error(codes::BAD_PARENT, &key.span, message, "не настраивается", help);
            }
        }
    }
    let parent = Parent { service, version, set: set.iter().map(|one| one.path.clone()).collect() };
    Some(Merged { root: merged, parent, set })
}

/// The typical regulation went on: somebody must look at the local one (`okno merge`).
fn outdated(typical: &Node, service: &str, version: &str, node: &Node, reader: &mut Reader) {
    let Some(now) = typical.get("version").and_then(Node::scalar).filter(|now| *now != version) else { return };
    let place = node.get("version").map_or(&node.span, |node| &node.span);
    let message = format!("Настроено по редакции {version} услуги `{service}`, а у неё уже редакция {now}.");
    let help = format!("Посмотрите, что изменилось (`okno merge`), и запишите `version: \"{now}\"`.");
    reader.warning(codes::PARENT_NEWER, place, message, "старая редакция", help);
}

fn settings(node: &Node, merged: &mut Node, reader: &mut Reader, set: &mut Vec<Setting>) {
    for (key, value) in node.entries() {
        let parts: Vec<&str> = key.text.split('.').collect();
        let Some(target) = find(merged, &parts) else {
            let help = "Путь — ключи через точку, элементы списков по их `id`: `variants.enrol.term`.";
            let message = format!("В типовом регламенте нет `{}`.", key.text);
            reader.error(codes::BAD_PARENT, &key.span, message, "нет такого места", help);
            continue;
        };
        *target = value.clone();
        let value = value.scalar().map(str::to_owned);
        set.push(Setting { path: key.text.clone(), place: key.span.clone(), value });
    }
}

/// The node at a path; names with dots are tried longest first.
pub(crate) fn find<'n>(node: &'n mut Node, path: &[&str]) -> Option<&'n mut Node> {
    if path.is_empty() {
        return Some(node);
    }
    match &mut node.content {
        Content::Map(entries) => {
            let fits = |taken: usize, entries: &[(Key, Node)]| {
                let name = path[..taken].join(".");
                entries.iter().position(|(key, _)| key.text == name)
            };
            let (taken, at) = (1..=path.len()).rev().find_map(|taken| Some((taken, fits(taken, entries)?)))?;
            find(&mut entries[at].1, &path[taken..])
        }
        Content::List(elements) => {
            let id = path[0];
            let at = elements.iter().position(|element| element.get("id").and_then(Node::scalar) == Some(id))?;
            find(&mut elements[at], &path[1..])
        }
        _ => None,
    }
}

/// Sets a key of the top level, in place of the parent's or beside it.
fn place(root: &mut Node, path: &[&str], key: &Key, value: &Node) {
    if let Some(target) = find(root, path) {
        *target = value.clone();
    } else if let Content::Map(entries) = &mut root.content {
        entries.push((key.clone(), value.clone()));
    }
}

/// Everything set must be marked in the parent and lie within the marks; what must be set, is.
pub(crate) fn allowed(set: &[Setting], marks: &[LocalMark], from: Date, reader: &mut Reader) {
    for setting in set {
        let Some(mark) = marks.iter().find(|mark| covers(mark, &setting.path)) else {
            let near = similar(&setting.path, marks.iter().map(|mark| mark.what.as_str()));
            let label = near.map_or_else(|| "не отмечено".to_owned(), |near| format!("похоже на `{near}`"));
            let message = format!("Типовой регламент не разрешает задавать `{}` на месте.", setting.path);
            let help = "Настраивать можно только отмеченное в его `local`.";
            reader.error(codes::NOT_LOCAL, &setting.place, message, label, help);
            continue;
        };
        let Some(value) = &setting.value else { continue };
        for (bound, wrong, words) in [
            (&mark.least, std::cmp::Ordering::Less, "меньше разрешённого"),
            (&mark.most, std::cmp::Ordering::Greater, "больше разрешённого"),
        ] {
            let Some(bound) = bound else { continue };
            if compared(value, bound) == Some(wrong) {
                let message = format!("`{}`: {value} — {words}: предел {bound}.", setting.path);
                let help = "Выберите значение внутри пределов, которые отметил типовой регламент.";
                reader.error(codes::NOT_LOCAL, &setting.place, message, words, help);
            }
        }
    }
    let place = reader.place("service").unwrap_or_default();
    for mark in marks.iter().filter(|mark| mark.required) {
        if set.iter().any(|setting| covers(mark, &setting.path)) {
            continue;
        }
        let message = format!("Типовой регламент требует задать `{}` на месте.", mark.what);
        let help = format!("Добавьте в `set`: `{}: …`. Действует с {from}.", mark.what);
        reader.error(codes::NOT_LOCAL, &place, message, "не задано", help);
    }
}

pub(crate) fn covers(mark: &LocalMark, path: &str) -> bool {
    path.strip_prefix(mark.what.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Two terms or two numbers; terms in different units by the days they surely last.
pub(crate) fn compared(value: &str, bound: &str) -> Option<std::cmp::Ordering> {
    if let (Some(value), Some(bound)) = (outside::term(value), outside::term(bound)) {
        return Some(if value.unit == bound.unit {
            value.amount.cmp(&bound.amount)
        } else if value.most_days() > bound.most_days() {
            std::cmp::Ordering::Greater
        } else if value.most_days() < bound.fewest_days() {
            std::cmp::Ordering::Less
        } else {
            std::cmp::Ordering::Equal
        });
    }
    let number = |text: &str| text.parse::<rust_decimal::Decimal>().ok();
    if let (Some(value), Some(bound)) = (number(value), number(bound)) {
        return Some(value.cmp(&bound));
    }
    let day = |text: &str| text.parse::<Date>().ok();
    Some(day(value)?.cmp(&day(bound)?))
}
