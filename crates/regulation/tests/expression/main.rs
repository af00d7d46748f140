//! The expression language: what it means, what it refuses, and that its verdicts are exact.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bound;
mod definitions;
mod editions;
mod exact;
mod learning;
mod meaning;
mod mistakes;
#[path = "../form/package.rs"]
mod package;
mod quantified;
mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use regulation::diagnostic::{Diagnostic, Span};
use regulation::expression::{Definitions, Expression, Scope, Verdict, World};
use regulation::fact::{Facts, Known, Source, Value};
use regulation::package::{FactType, Regulation};

/// The day of all questions.
pub const TODAY: Date = date(2026, 3, 2);

/// Facts that expressions may name here.
pub static FACTS: LazyLock<BTreeMap<String, FactType>> = LazyLock::new(|| {
    let whole = FactType::Number { whole: true, min: Some(0.into()), max: Some(5.into()), unit: None };
    let number = FactType::Number { whole: false, min: None, max: None, unit: None };
    let options: IndexMap<String, String> =
        ["x", "y", "z"].iter().map(|code| ((*code).to_owned(), code.to_uppercase())).collect();
    let mut facts: BTreeMap<String, FactType> = [
        ("a", FactType::YesNo),
        ("b", FactType::YesNo),
        ("k", FactType::Choice(options)),
        ("n", whole),
        ("m", number),
        ("d", FactType::Date),
        ("t", FactType::Text { max: 100, long: false }),
        ("fee", FactType::Money),
        ("place", FactType::Address),
    ]
    .into_iter()
    .map(|(name, kind)| (name.to_owned(), kind))
    .collect();
    // The camp's facts are there too: its criteria read them, and `children` is a list.
    for fact in CAMP.facts.values() {
        facts.insert(fact.name.clone(), fact.kind.clone());
    }
    facts
});

/// Gives the named criteria.
pub static CAMP: LazyLock<Regulation> = LazyLock::new(package::camp);

/// Reads a rule.
pub fn rule(text: &str) -> Result<Expression, Vec<Diagnostic>> {
    rule_with(text, &Definitions::default())
}

/// Reads a rule that may name definitions.
pub fn rule_with(text: &str, definitions: &Definitions) -> Result<Expression, Vec<Diagnostic>> {
    let criteria: BTreeSet<String> = CAMP.criteria.keys().cloned().collect();
    let span = Span { file: "regulation.yaml".into(), start: 100, end: 100 + text.len() };
    Expression::parse_rule(text, span, &Scope { facts: &FACTS, criteria: &criteria, definitions })
}

/// Reads any expression.
pub fn expression(text: &str) -> Expression {
    expression_with(text, &Definitions::default())
}

/// Reads any expression that may name definitions.
pub fn expression_with(text: &str, definitions: &Definitions) -> Expression {
    let criteria = CAMP.criteria.keys().cloned().collect();
    let scope = Scope { facts: &FACTS, criteria: &criteria, definitions };
    Expression::parse(text, Span::default(), &scope).unwrap_or_else(|found| panic!("{text}: {found:?}"))
}

/// The world in which that is known.
pub fn world(facts: &Facts) -> World<'_> {
    World { regulation: &CAMP, facts, today: TODAY }
}

/// Known facts; `None` is known to be absent.
pub fn facts<const N: usize>(known: [(&str, Option<Value>); N]) -> Facts {
    let mut facts = Facts::default();
    for (name, value) in known {
        learn(&mut facts, name, value);
    }
    facts
}

/// Adds a fact.
pub fn learn(facts: &mut Facts, name: &str, value: Option<Value>) {
    facts.learn(name, Known { value, source: Source::Applicant, at: Timestamp::UNIX_EPOCH, contested: false });
}

/// The verdict on a rule.
pub fn verdict(text: &str, facts: &Facts) -> Verdict {
    rule(text).unwrap_or_else(|found| panic!("{text}: {found:?}")).verdict(&world(facts))
}

/// Not known because of these facts.
pub fn unknown<const N: usize>(names: [&str; N]) -> Verdict {
    Verdict::Unknown(names.into_iter().map(str::to_owned).collect())
}
