//! The typed reader: takes keys of a mapping one by one, complains with a place and goes on.
//!
//! Every getter reports what is wrong and answers `None`, so one run finds many mistakes. The
//! keys asked for are the keys known: what is left over at [`Fields::finish`] is a mistake.

use std::collections::HashMap;

use jiff::civil::Date;

use super::codes;
use super::similar::similar;
use super::yaml::{Content, Node};
use crate::clock::Term;
use crate::diagnostic::{Diagnostic, Span};

/// What was found so far, and where every value of the file stands.
#[derive(Default)]
pub(crate) struct Reader {
    /// Findings in the order they were made.
    pub found: Vec<Diagnostic>,
    /// Path such as `facts.photo.because` → place of its value.
    places: HashMap<String, Span>,
}

impl Reader {
    /// Adds an error.
    pub fn error(
        &mut self,
        code: &'static str,
        span: &Span,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.found.push(Diagnostic::error(code, span.clone(), message, label, help));
    }

    /// Adds a warning.
    pub fn warning(
        &mut self,
        code: &'static str,
        span: &Span,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.found.push(Diagnostic::warning(code, span.clone(), message, label, help));
    }

    /// Remembers where a path stands.
    pub fn remember(&mut self, path: impl Into<String>, span: &Span) {
        self.places.entry(path.into()).or_insert_with(|| span.clone());
    }

    /// Where a path stands.
    pub fn place(&self, path: &str) -> Option<Span> {
        self.places.get(path).cloned()
    }

    /// Is there anything at this path?
    pub fn knows(&self, path: &str) -> bool {
        self.places.contains_key(path)
    }

    /// All remembered paths.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// Reports that a value of another kind stands here.
    pub fn wrong_kind(&mut self, node: &Node, needed: &str, help: &str) {
        self.error(
            codes::WRONG_KIND,
            &node.span,
            format!("Здесь нужно другое: {needed}, а написано: {}.", node.what()),
            format!("нужно: {needed}"),
            help,
        );
    }

    /// A text that is not empty.
    pub fn text(&mut self, node: &Node) -> Option<String> {
        match &node.content {
            Content::Scalar { text, .. } if !text.trim().is_empty() => Some(text.trim().to_owned()),
            _ => {
                self.wrong_kind(
                    node,
                    "текст",
                    "Напишите текст; если в нём есть «: » или « #», возьмите его в кавычки.",
                );
                None
            }
        }
    }

    /// Yes or no.
    pub fn yes_no(&mut self, node: &Node) -> Option<bool> {
        match node.scalar() {
            Some("true" | "yes" | "да") => Some(true),
            Some("false" | "no" | "нет") => Some(false),
            _ => {
                self.wrong_kind(node, "да или нет", "Напишите `true` или `false`.");
                None
            }
        }
    }

    /// A whole number within bounds.
    pub fn whole(&mut self, node: &Node, least: u64, most: u64) -> Option<u64> {
        let Some(number) = node.scalar().and_then(|text| text.replace('_', "").parse().ok()) else {
            self.wrong_kind(node, "целое число", "Напишите число цифрами, без кавычек и единиц.");
            return None;
        };
        if (least..=most).contains(&number) {
            return Some(number);
        }
        self.error(
            codes::BAD_LIMITS,
            &node.span,
            format!("Число {number} вне допустимых пределов: от {least} до {most}."),
            "вне пределов",
            format!("Напишите число от {least} до {most}."),
        );
        None
    }

    /// A calendar date.
    pub fn date(&mut self, node: &Node) -> Option<Date> {
        let text = node.scalar().unwrap_or_default();
        if let Ok(date) = text.parse::<Date>()
            && text.len() == 10
        {
            return Some(date);
        }
        self.error(
            codes::BAD_DATE,
            &node.span,
            format!("`{text}` — не дата календаря."),
            "нет такой даты",
            "Напишите год, месяц и день: `2026-03-31`.",
        );
        None
    }

    /// A term: `5 wd`, `14 cd`, `3 months`, `1 year`.
    pub fn term(&mut self, node: &Node) -> Option<Term> {
        let text = node.scalar().unwrap_or_default();
        if let Some(term) = super::outside::term(text) {
            return Some(term);
        }
        self.error(
            codes::BAD_TERM,
            &node.span,
            format!("Срок `{text}` не читается."),
            "не срок",
            "Напишите число и единицу: `5 wd` — рабочие дни, `14 cd` — календарные, `3 months`, `1 year`.",
        );
        None
    }

    /// One of a closed set of words.
    pub fn word<T: Copy>(&mut self, node: &Node, words: &[(&'static str, T)]) -> Option<T> {
        let text = self.text(node)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        self.unknown_word(&node.span, &text, &known);
        None
    }

    /// Reports a word outside a closed set.
    pub fn unknown_word(&mut self, span: &Span, text: &str, known: &[&str]) {
        let (label, help) = match similar(text, known.iter().copied()) {
            Some(near) => (format!("похоже на `{near}`"), format!("Напишите `{near}`.")),
            None => ("нет такого слова".to_owned(), format!("Можно: {}.", quoted(known))),
        };
        self.error(codes::UNKNOWN_WORD, span, format!("Слово `{text}` здесь не годится."), label, help);
    }

    /// The elements of a list.
    pub fn list<'n>(&mut self, node: &'n Node) -> &'n [Node] {
        if !matches!(node.content, Content::List(_)) {
            self.wrong_kind(node, "список", "Напишите список: `[а, б]` или строки, которые начинаются с «- ».");
        }
        node.elements()
    }

    /// A list of texts with their places.
    pub fn texts(&mut self, node: &Node) -> Vec<(String, Span)> {
        let mut texts = Vec::new();
        for element in self.list(node) {
            if let Some(text) = self.text(element) {
                texts.push((text, element.span.clone()));
            }
        }
        texts
    }
}

/// Words in backticks with commas.
pub(crate) fn quoted<S: AsRef<str>>(words: &[S]) -> String {
    words.iter().map(|word| format!("`{}`", word.as_ref())).collect::<Vec<_>>().join(", ")
}

/// The keys of one mapping, taken one by one.
pub(crate) struct Fields<'n> {
    node: &'n Node,
    /// Where a missing key is reported: the element's own name.
    pub head: Span,
    /// Path of the element.
    pub path: String,
    asked: Vec<&'static str>,
}

impl<'n> Fields<'n> {
    /// Opens a mapping; `head` is the place of the element's name.
    pub fn open(node: &'n Node, head: &Span, path: &str, reader: &mut Reader) -> Option<Self> {
        if !matches!(node.content, Content::Map(_)) {
            reader.wrong_kind(
                node,
                "набор ключей",
                "Напишите ключи со значениями: `{ ключ: значение }` или по строке на ключ, с отступом.",
            );
            return None;
        }
        for (key, value) in node.entries() {
            let span = if value.scalar().is_some() { &value.span } else { &key.span };
            let path = format!("{path}.{}", key.text);
            let path = path.trim_start_matches('.');
            reader.remember(path, span);
            for element in value.elements() {
                if let Some(text) = element.scalar() {
                    reader.remember(format!("{path}.{text}"), &element.span);
                }
            }
        }
        let path = path.to_owned();
        Some(Self { node, head: head.clone(), path, asked: Vec::new() })
    }

    /// Opens an element of a list: its head is its first key, or its id.
    pub fn element(node: &'n Node, path: &str, at: usize, reader: &mut Reader) -> Option<Self> {
        let head = match node.entries().first() {
            Some((key, value)) if key.text == "id" && value.scalar().is_some() => &value.span,
            Some((key, _)) => &key.span,
            None => &node.span,
        };
        let id = node.get("id").and_then(Node::scalar);
        let path = match id {
            Some(id) => format!("{path}.{id}"),
            None => format!("{path}.{at}"),
        };
        reader.remember(path.clone(), head);
        Self::open(node, head, &path, reader)
    }

    /// A key's value, if it is there and not empty.
    pub fn maybe(&mut self, key: &'static str) -> Option<&'n Node> {
        self.asked.push(key);
        self.node.get(key).filter(|value| !matches!(value.content, Content::Nothing))
    }

    /// A key's value; its absence is reported.
    pub fn need(&mut self, key: &'static str, meaning: &str, reader: &mut Reader) -> Option<&'n Node> {
        self.need_as(codes::MISSING_KEY, key, meaning, reader)
    }

    /// A key's value; its absence is reported with a code of its own.
    pub fn need_as(
        &mut self,
        code: &'static str,
        key: &'static str,
        meaning: &str,
        reader: &mut Reader,
    ) -> Option<&'n Node> {
        let value = self.maybe(key);
        if value.is_none() && !self.misspelt(key) {
            reader.error(
                code,
                &self.head,
                format!("Не хватает ключа `{key}`."),
                format!("здесь нет `{key}`"),
                format!("Добавьте `{key}`: {meaning}."),
            );
        }
        value
    }

    /// An unknown key close to this one is there: then that is the mistake to report, once.
    fn misspelt(&self, key: &str) -> bool {
        self.node.entries().iter().any(|(there, _)| {
            there.text != key && !self.asked.contains(&there.text.as_str()) && similar(&there.text, [key]).is_some()
        })
    }

    /// A needed text; empty when it is missing, which is reported.
    pub fn text(&mut self, key: &'static str, meaning: &str, reader: &mut Reader) -> String {
        self.need(key, meaning, reader).and_then(|node| reader.text(node)).unwrap_or_default()
    }

    /// A text that may be absent.
    pub fn maybe_text(&mut self, key: &'static str, reader: &mut Reader) -> Option<String> {
        self.maybe(key).and_then(|node| reader.text(node))
    }

    /// Reports the keys nobody asked for.
    pub fn finish(self, reader: &mut Reader) {
        let mut cut = false;
        for (key, value) in self.node.entries() {
            if self.asked.contains(&key.text.as_str()) {
                continue;
            }
            let words = key.text.contains(' ') || !key.text.is_ascii();
            if words && matches!(value.content, Content::Nothing) {
                // A text with three commas is still one mistake.
                if !std::mem::replace(&mut cut, true) {
                    reader.error(
                        codes::UNKNOWN_KEY,
                        &key.span,
                        format!("Запятая отрезала конец текста: «{}» прочитано как ключ.", key.text),
                        "продолжение текста",
                        "Возьмите весь текст в кавычки: внутри `{ }` запятая разделяет ключи.",
                    );
                }
                continue;
            }
            let absent = self.asked.iter().copied().filter(|known| self.node.get(known).is_none());
            let (label, help) = match similar(&key.text, absent) {
                Some(near) => (format!("похоже на `{near}`"), format!("Напишите `{near}`.")),
                None => ("нет такого ключа".to_owned(), format!("Уберите его. Здесь можно: {}.", quoted(&self.asked))),
            };
            reader.error(
                codes::UNKNOWN_KEY,
                &key.span,
                format!("Ключа `{}` здесь нет в языке.", key.text),
                label,
                help,
            );
        }
    }
}
