//! Values of aspects as two editions hold them: typed, so that more and less can be told apart,
//! and shown in words.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::clock::Term;
use crate::expression::Expression;
use crate::package::Clause;

/// One aspect of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Aspect {
    /// Its key in the package: `term`.
    pub key: &'static str,
    /// What lawyers call it: «срок».
    pub name: &'static str,
    pub value: Value,
}

/// The value of an aspect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// Words of okno itself.
    Plain(String),
    /// Words of the author, quoted.
    Said(Option<String>),
    /// An expression, as written.
    Rule(Option<String>),
    /// A number with its unit.
    Number(Option<Decimal>, &'static str),
    Term(Option<Term>),
    Flag(bool),
    /// One of a few words in order: a later one asks more of the applicant.
    Ranked(u8, &'static str),
    /// A list, told by what came, went or changed.
    Items(&'static Noun, Vec<Item>),
    /// An order that decides something: ids with their titles.
    Order(Vec<(String, String)>),
}

/// An element of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// By this it is found in the other edition.
    pub key: String,
    /// The key in words.
    pub title: String,
    /// What it says, where that can change while the key stays.
    pub body: String,
    /// Its own clause, where it has one.
    pub clause: Cited,
}

/// A clause as the package names it and as it is cited: another number of the same act is no
/// other clause.
#[derive(Debug, Clone, Default)]
pub(super) struct Cited {
    pub clause: Clause,
    pub words: String,
}

impl PartialEq for Cited {
    fn eq(&self, other: &Self) -> bool {
        self.clause == other.clause
    }
}

impl Eq for Cited {}

/// What the elements of a list are called.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Noun {
    pub came: &'static str,
    pub went: &'static str,
    pub one: &'static str,
    /// `None`: the order decides nothing.
    pub order: Option<&'static str>,
    /// The key is itself what the element says: another key at the same place is a change of it.
    pub loose: bool,
}

impl Item {
    /// Nothing but its name.
    pub fn named(key: impl Into<String>, title: impl Into<String>) -> Self {
        Self { key: key.into(), title: title.into(), body: String::new(), clause: Cited::default() }
    }

    /// The whole element in words.
    pub fn shown(&self) -> String {
        let Self { title, body, .. } = self;
        if body.is_empty() || *body == format!("«{title}»") { title.clone() } else { format!("{title} — {body}") }
    }
}

impl Value {
    /// The value in words; lists are told by element instead.
    pub fn shown(&self) -> String {
        const NONE: &str = "не задано";
        match self {
            Self::Plain(words) => words.clone(),
            Self::Said(words) => words.as_ref().map_or_else(|| NONE.to_owned(), |words| format!("«{}»", line(words))),
            Self::Rule(rule) => rule.as_ref().map_or_else(|| "без условия".to_owned(), |rule| code(rule)),
            Self::Number(number, unit) => number.map_or_else(
                || NONE.to_owned(),
                |number| format!("{} {unit}", number.normalize()).trim_end().to_owned(),
            ),
            Self::Term(term) => term.map_or_else(|| "не установлен".to_owned(), |term| term.to_string()),
            Self::Flag(yes) => if *yes { "да" } else { "нет" }.to_owned(),
            Self::Ranked(_, words) => (*words).to_owned(),
            Self::Items(_, items) => items.iter().map(Item::shown).collect::<Vec<_>>().join("; "),
            Self::Order(order) => order.iter().map(|(_, title)| title.as_str()).collect::<Vec<_>>().join("; "),
        }
    }
}

/// Collects aspects.
#[derive(Default)]
pub(super) struct Aspects(pub Vec<Aspect>);

impl Aspects {
    pub fn with(mut self, key: &'static str, name: &'static str, value: Value) -> Self {
        self.0.push(Aspect { key, name, value });
        self
    }

    pub fn plain(self, key: &'static str, name: &'static str, words: impl Into<String>) -> Self {
        self.with(key, name, Value::Plain(words.into()))
    }

    pub fn said(self, key: &'static str, name: &'static str, words: &str) -> Self {
        self.with(key, name, Value::Said(Some(words.to_owned()).filter(|words| !words.is_empty())))
    }

    pub fn rule(self, key: &'static str, name: &'static str, rule: Option<&Expression>) -> Self {
        self.with(key, name, Value::Rule(rule.map(|rule| rule.text.clone())))
    }

    pub fn term(self, key: &'static str, name: &'static str, term: Option<Term>) -> Self {
        self.with(key, name, Value::Term(term))
    }

    pub fn number(self, key: &'static str, name: &'static str, number: Option<Decimal>, unit: &'static str) -> Self {
        self.with(key, name, Value::Number(number, unit))
    }

    pub fn items(self, key: &'static str, noun: &'static Noun, items: Vec<Item>) -> Self {
        self.with(key, noun.one, Value::Items(noun, items))
    }
}

/// An expression in a sentence.
pub(super) fn code(text: &str) -> String {
    format!("`{}`", line(text))
}

/// Words on one line.
pub(super) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A date as people write it.
pub(super) fn day(date: Date) -> String {
    date.strftime("%d.%m.%Y").to_string()
}

/// «с 01.01.2026 до 01.01.2027»; nothing where neither end is set.
pub(super) fn days(from: Option<Date>, until: Option<Date>) -> String {
    let from = from.map(|from| format!("с {}", day(from)));
    let until = until.map(|until| format!("до {}", day(until)));
    from.into_iter().chain(until).collect::<Vec<_>>().join(" ")
}
