//! Reading small data files (calendars, the region) with exact places of mistakes.
//!
//! Every scalar is kept as text, as it was written: the reader of a file says what it
//! means. Diagnostics are collected in a [`Reading`], so that one run shows all of them.

use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::package::yaml::{self, Content};

/// A value with its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it holds.
    pub shape: Shape,
}

/// What a value holds.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Nothing was written.
    Nothing,
    /// A scalar as written, without quotes.
    Text(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping in the order written: key, its place, value.
    Map(Vec<(String, Span, Node)>),
}

impl Node {
    /// The value of a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let Shape::Map(entries) = &self.shape else { return None };
        entries.iter().find(|(name, ..)| name == key).map(|(.., node)| node)
    }
}

/// The reading of one file: its tree is made by [`Reading::open`], mistakes gather here.
pub struct Reading<'a> {
    /// Code of mistakes in this kind of file.
    pub code: &'static str,
    /// Gathered mistakes.
    pub found: &'a mut Vec<Diagnostic>,
}

impl Reading<'_> {
    /// Parses the text of a file into a tree.
    pub fn open(&mut self, file: &str, text: &str) -> Option<Node> {
        let mut found = Vec::new();
        let tree = yaml::parse(file, text, &mut found);
        let tree = tree.filter(|_| found.is_empty());
        self.found.extend(found.into_iter().map(|one| Diagnostic { code: self.code, ..one }));
        tree.map(node)
    }

    /// Notes a mistake.
    pub fn wrong(&mut self, span: &Span, message: &str, help: &str) {
        self.found.push(Diagnostic {
            code: self.code,
            severity: Severity::Error,
            message: message.to_owned(),
            label: "здесь".to_owned(),
            help: help.to_owned(),
            span: span.clone(),
        });
    }

    /// The entries of a mapping; a mistake otherwise.
    pub fn map<'n>(&mut self, node: &'n Node, what: &str) -> &'n [(String, Span, Node)] {
        match &node.shape {
            Shape::Map(entries) => entries,
            Shape::Nothing => &[],
            _ => {
                self.wrong(
                    &node.span,
                    &format!("{what}: ожидались пары «ключ: значение»"),
                    "Запишите как «ключ: значение».",
                );
                &[]
            }
        }
    }

    /// The items of a sequence; a mistake otherwise.
    pub fn list<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Node] {
        match &node.shape {
            Shape::List(items) => items,
            Shape::Nothing => &[],
            _ => {
                self.wrong(
                    &node.span,
                    &format!("{what}: ожидался список"),
                    "Запишите в квадратных скобках или через дефис.",
                );
                &[]
            }
        }
    }

    /// The text of a scalar; a mistake otherwise.
    pub fn text<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n str> {
        match &node.shape {
            Shape::Text(text) if !text.trim().is_empty() => Some(text.trim()),
            _ => {
                self.wrong(&node.span, &format!("{what}: значение не указано"), "Впишите значение текстом.");
                None
            }
        }
    }

    /// The text under a required key.
    pub fn required<'n>(&mut self, node: &'n Node, key: &str) -> Option<&'n str> {
        let value = self.required_node(node, key)?;
        self.text(value, key)
    }

    /// The value under a required key.
    pub fn required_node<'n>(&mut self, node: &'n Node, key: &str) -> Option<&'n Node> {
        let value = node.get(key);
        if value.is_none() {
            self.wrong(&node.span, &format!("Нет обязательного ключа «{key}»"), &format!("Добавьте «{key}: …»."));
        }
        value
    }

    /// Names every key that is not in the list, with the nearest known one.
    pub fn only(&mut self, node: &Node, known: &[&str]) {
        let Shape::Map(entries) = &node.shape else { return };
        for (key, span, _) in entries {
            if !known.contains(&key.as_str()) {
                self.wrong(span, &format!("Неизвестный ключ «{key}»"), &format!("Здесь бывают: {}.", known.join(", ")));
            }
        }
    }
}

/// The tree of the package reader, less what data files have no use for.
fn node(node: yaml::Node) -> Node {
    let shape = match node.content {
        Content::Nothing => Shape::Nothing,
        Content::Scalar { text, .. } => Shape::Text(text),
        Content::List(items) => Shape::List(items.into_iter().map(self::node).collect()),
        Content::Map(entries) => {
            Shape::Map(entries.into_iter().map(|(key, value)| (key.text, key.span, self::node(value))).collect())
        }
    };
    Node { span: node.span, shape }
}
