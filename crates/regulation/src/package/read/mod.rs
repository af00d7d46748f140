//! From nodes to the model, with a finding for everything that does not fit.
//!
//! Reading goes in two rounds: names and types first, expressions second, so that an expression
//! may name what is declared below it. A broken part is left out of the model but its name stays
//! known, so that one mistake is reported once.

mod after;
mod assessment;
mod cases;
mod channels;
mod dictionary;
mod facts;
mod fee;
mod grounds;
mod kinds;
mod law;
mod people;
mod proactive;
mod process;
mod rules;
mod supply;
mod top;
mod variants;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

pub(crate) use top::{Draft, read, read_root};

use super::codes;
use super::fields::{Fields, Reader, quoted};
use super::model::{Clause, Dictionary, FieldCheck};
use super::outside::{self, Known};
use super::similar::similar;
use super::words;
use super::yaml::Node;
use crate::diagnostic::{Diagnostic, Sources, Span};
use crate::expression::Expression;

/// Names declared anywhere in the package, whether or not their element was read.
#[derive(Default)]
pub(crate) struct Names {
    pub acts: BTreeSet<String>,
    pub sources: BTreeMap<String, Span>,
    pub facts: BTreeSet<String>,
    pub criteria: BTreeSet<String>,
    pub variants: BTreeSet<String>,
    pub grounds: BTreeSet<String>,
    pub results: BTreeSet<String>,
}

/// What the checks need beside the model.
#[derive(Default)]
pub(crate) struct Notes {
    /// Facts marked `ask: never`.
    pub never_asked: BTreeSet<String>,
    /// Facts whose type did not read: nothing is said about expressions over them.
    pub broken: BTreeSet<String>,
    /// Acts that some clause refers to.
    pub cited: BTreeSet<String>,
    /// Facts that some expression reads.
    pub read: BTreeSet<String>,
    /// Names that a misspelt name was probably meant to be: not to be called unused.
    pub meant: BTreeSet<String>,
    /// Criteria that some expression reads.
    pub criteria: BTreeSet<String>,
    /// Sources that some procedure asks, read or not.
    pub asked_sources: BTreeSet<String>,
    /// A step of the form could not be read, so what is asked is not fully known.
    pub form_incomplete: bool,
    /// A procedure could not be read.
    pub procedures_incomplete: bool,
    /// A result could not be read.
    pub results_incomplete: bool,
    /// A sample was given.
    pub has_sample: bool,
}

/// The state of one reading.
pub(crate) struct Reading<'s> {
    pub reader: Reader,
    pub sources: &'s Sources,
    pub names: Names,
    pub known: Known,
    pub notes: Notes,
    pub dictionaries: IndexMap<String, Dictionary>,
}

impl<'s> Reading<'s> {
    pub fn new(sources: &'s Sources) -> Self {
        Self {
            reader: Reader::default(),
            sources,
            names: Names::default(),
            known: Known::default(),
            notes: Notes::default(),
            dictionaries: IndexMap::new(),
        }
    }

    /// The clause an element rests on; its absence is refused (CAR-02).
    pub fn because(&mut self, fields: &mut Fields<'_>) -> Clause {
        let meaning = "пункт акта, на котором это держится, например `fz209.21`";
        fields
            .need_as(codes::NO_CLAUSE, "because", meaning, &mut self.reader)
            .and_then(|node| self.clause(node))
            .unwrap_or_default()
    }

    /// `fz209.21.1`: act, then article, part, point.
    pub fn clause(&mut self, node: &Node) -> Option<Clause> {
        let text = self.reader.text(node)?;
        let (act, clause) = text.split_once('.').unwrap_or((&text, ""));
        if !self.names.acts.contains(act) {
            let known = self.names.acts.iter().map(String::as_str);
            let (label, help) = match similar(act, known) {
                Some(near) => {
                    (format!("похоже на `{near}`"), format!("Напишите `{near}` или добавьте акт `{act}` в `acts`."))
                }
                None => ("такого акта нет".to_owned(), format!("Добавьте акт `{act}` в `acts`.")),
            };
            if !self.names.acts.is_empty() {
                let message = format!("Акт `{act}` не объявлен в `acts`.");
                self.reader.error(codes::BAD_CLAUSE, &node.span, message, label, help);
            }
            return None;
        }
        self.notes.cited.insert(act.to_owned());
        if clause.trim().is_empty() || clause.ends_with('.') {
            self.reader.error(
                codes::BAD_CLAUSE,
                &node.span,
                format!("Назван акт `{act}`, но не назван его пункт."),
                "пункт не назван",
                format!("Допишите статью, часть или пункт: `{act}.21.1`."),
            );
            return None;
        }
        Some(Clause { act: act.to_owned(), clause: clause.to_owned() })
    }

    /// A yes/no expression.
    pub fn condition(&mut self, node: &Node) -> Option<Expression> {
        let known = std::mem::take(&mut self.known);
        let parsed = self.expression(node, &known, outside::condition);
        self.known = known;
        parsed
    }

    /// An expression read with the given names.
    pub fn expression(
        &mut self,
        node: &Node,
        known: &Known,
        parse: impl Fn(&str, &Span, &Known) -> Result<Expression, Vec<Diagnostic>>,
    ) -> Option<Expression> {
        let text = self.reader.text(node)?;
        match parse(&text, &node.span, known) {
            Ok(expression) => {
                self.notes.read.extend(expression.reads().iter().cloned());
                self.notes.criteria.extend(expression.criteria().iter().cloned());
                Some(expression)
            }
            Err(found) => {
                self.read_by_broken(&text, known);
                let about_broken = self.notes.broken.iter().any(|name| text.contains(name.as_str()));
                if !about_broken {
                    self.reader.found.extend(found);
                }
                None
            }
        }
    }

    /// What a broken expression was going to read is not called unused as well.
    fn read_by_broken(&mut self, text: &str, known: &Known) {
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.');
        for word in words.filter(|word| !word.is_empty()) {
            let names = known.facts.keys().chain(&known.criteria).map(String::as_str);
            let Some(name) = similar(word, names) else { continue };
            self.notes.read.insert(name.to_owned());
            self.notes.criteria.insert(name.to_owned());
        }
    }

    /// A message for the applicant: present, and not one that says nothing (FORM-04).
    pub fn words(&mut self, fields: &mut Fields<'_>, key: &'static str, meaning: &str) -> String {
        let Some(node) = fields.need_as(codes::NO_WORDS, key, meaning, &mut self.reader) else {
            return String::new();
        };
        let text = self.reader.text(node).unwrap_or_default();
        if !text.is_empty() && words::says_nothing(&text) {
            self.reader.error(
                codes::GENERIC_WORDS,
                &node.span,
                format!("Сообщение «{text}» не говорит человеку ничего."),
                "общие слова",
                format!("Напишите целым предложением: {meaning}."),
            );
        }
        text
    }

    /// The author's checks of a field: `check: [{ rule, say, mend }]` in the author's order.
    pub fn checks(&mut self, node: &Node, path: &str, known: &Known) -> Vec<FieldCheck> {
        let mut checks = Vec::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let path = format!("{path}.check");
            let Some(mut fields) = Fields::element(element, &path, at, &mut self.reader) else {
                continue;
            };
            let rule = fields.need("rule", "условие, которое должно быть «да»", &mut self.reader);
            let rule = rule.and_then(|node| self.expression(node, known, outside::condition));
            let say = self.words(&mut fields, "say", "что именно не так с ответом");
            let mend = self.words(&mut fields, "mend", "что сделать, чтобы исправить ответ");
            fields.finish(&mut self.reader);
            if let Some(rule) = rule {
                checks.push(FieldCheck { rule, say, mend });
            }
        }
        checks
    }

    /// Names that must be among the known ones; the unknown are reported and left out.
    pub fn known_names(
        &mut self,
        node: &Node,
        code: &'static str,
        what: &str,
        known: &BTreeSet<String>,
    ) -> Vec<String> {
        let mut names = Vec::new();
        for (name, span) in self.reader.texts(node) {
            if known.contains(&name) {
                names.push(name);
            } else {
                self.unknown(code, &span, what, &name, known);
            }
        }
        names
    }

    /// Reports a name that is not declared.
    pub fn unknown(&mut self, code: &'static str, span: &Span, what: &str, name: &str, known: &BTreeSet<String>) {
        let (label, help) = match similar(name, known.iter().map(String::as_str)) {
            Some(near) => {
                self.notes.meant.insert(near.to_owned());
                (format!("похоже на `{near}`"), format!("Напишите `{near}`."))
            }
            None => {
                let some: Vec<&String> = known.iter().take(12).collect();
                let help = if some.is_empty() {
                    format!("Объявите `{name}` в регламенте или уберите это имя.")
                } else {
                    format!("Объявите `{name}` или выберите из объявленных: {}.", quoted(&some))
                };
                ("такого имени нет".to_owned(), help)
            }
        };
        self.reader.error(code, span, format!("{what} `{name}` не объявлено в регламенте."), label, help);
    }

    /// Reports an id met before.
    pub fn unique(&mut self, met: &mut BTreeSet<String>, id: &str, span: &Span) {
        if !id.is_empty() && !met.insert(id.to_owned()) {
            self.reader.error(
                codes::DUPLICATE_ID,
                span,
                format!("Имя `{id}` уже занято выше."),
                "второй раз",
                "Дайте элементу другое имя: по имени на него ссылаются журнал и тесты.",
            );
        }
    }
}
