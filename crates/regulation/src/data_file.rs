//! Reading small data files (calendars, the region) with exact places of mistakes.
//!
//! Every scalar is kept as text, as it was written: the reader of a file says what it
//! means. Diagnostics are collected in a [`Reading`], so that one run shows all of them.

use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, ScanError, YamlData};

use crate::diagnostic::{Diagnostic, Severity, Span};

/// A value with its place.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it holds.
    pub shape: Shape,
}

/// What a value holds.
#[derive(Debug, Clone)]
pub(crate) enum Shape {
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
pub(crate) struct Reading<'a> {
    /// Code of mistakes in this kind of file.
    pub code: &'static str,
    /// Gathered mistakes.
    pub found: &'a mut Vec<Diagnostic>,
}

impl Reading<'_> {
    /// Parses the text of a file into a tree.
    pub fn open(&mut self, file: &str, text: &str) -> Option<Node> {
        match MarkedYaml::load_from_str(text) {
            Ok(documents) => match documents.as_slice() {
                [one] => Some(Builder { file, text, offsets: offsets(text) }.node(one)),
                _ => {
                    let span = Span { file: file.to_owned(), start: 0, end: text.len().min(1) };
                    self.wrong(
                        &span,
                        "В файле должен быть ровно один документ YAML",
                        "Оставьте один документ: без второго «---».",
                    );
                    None
                }
            },
            Err(error) => {
                self.unreadable(file, text, &error);
                None
            }
        }
    }

    fn unreadable(&mut self, file: &str, text: &str, error: &ScanError) {
        let offsets = offsets(text);
        let at = place(&offsets, error.marker().index());
        let span = Span { file: file.to_owned(), start: at, end: (at + 1).min(text.len()) };
        self.wrong(
            &span,
            &format!("Файл не читается как YAML: {}", error.info()),
            "Проверьте отступы, кавычки и повторы ключей около этого места.",
        );
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
        match node.get(key) {
            Some(value) => self.text(value, key),
            None => {
                self.wrong(&node.span, &format!("Нет обязательного ключа «{key}»"), &format!("Добавьте «{key}: …»."));
                None
            }
        }
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

/// Turns the reader's tree, which counts in characters, into ours, which counts in bytes.
struct Builder<'a> {
    file: &'a str,
    text: &'a str,
    offsets: Vec<usize>,
}

impl Builder<'_> {
    fn node(&self, yaml: &MarkedYaml<'_>) -> Node {
        let span = self.span(yaml);
        let shape = match &yaml.data {
            YamlData::Sequence(items) => Shape::List(items.iter().map(|item| self.node(item)).collect()),
            YamlData::Mapping(entries) => Shape::Map(
                entries
                    .iter()
                    .map(|(key, value)| (self.scalar(key).unwrap_or_default(), self.span(key), self.node(value)))
                    .collect(),
            ),
            _ => self.scalar(yaml).map_or(Shape::Nothing, Shape::Text),
        };
        Node { span, shape }
    }

    fn span(&self, yaml: &MarkedYaml<'_>) -> Span {
        Span {
            file: self.file.to_owned(),
            start: place(&self.offsets, yaml.span.start.index()),
            end: place(&self.offsets, yaml.span.end.index()),
        }
    }

    /// The scalar as written: `045` stays `045`, `2026-01-01` stays a text.
    fn scalar(&self, yaml: &MarkedYaml<'_>) -> Option<String> {
        match &yaml.data {
            YamlData::Value(Scalar::Null) => None,
            YamlData::Value(Scalar::String(text)) => Some(text.to_string()),
            YamlData::Representation(text, ..) => Some(text.to_string()),
            YamlData::Value(_) => {
                let span = self.span(yaml);
                self.text.get(span.start..span.end).map(|text| text.trim().to_owned())
            }
            _ => None,
        }
    }
}

/// Byte offset of every character, and of the end.
fn offsets(text: &str) -> Vec<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

fn place(offsets: &[usize], character: usize) -> usize {
    offsets.get(character).or(offsets.last()).copied().unwrap_or(0)
}
