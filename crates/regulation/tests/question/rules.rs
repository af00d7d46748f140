//! Generated rules over a few facts, with a meaning of their own beside the engine's.
#![allow(dead_code)]

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use proptest::prelude::*;
use regulation::diagnostic::Span;
use regulation::expression::{Definitions, Expression, Scope};
use regulation::fact::{Facts, Known, Source, Value};
use regulation::package::{Fact, FactType, Regulation};

/// Facts in the order of the form; the first three must be answered.
pub const NAMES: [&str; 6] = ["a", "k", "n", "b", "c", "e"];

/// How many of them must be answered.
pub const REQUIRED: usize = 3;

/// The derived fact.
pub const DERIVED: &str = "z";

/// An answer by number; the last of an optional fact is that there is nothing.
pub type Answers = [usize; 6];

/// A rule as data.
#[derive(Debug, Clone)]
pub enum Rule {
    Is(usize),
    Choice(&'static str),
    Number(&'static str, usize),
    /// The derived fact.
    Derived,
    Not(Box<Rule>),
    And(Box<Rule>, Box<Rule>),
    Or(Box<Rule>, Box<Rule>),
}

/// How many answers a fact may have.
pub fn answers(fact: usize) -> usize {
    match fact {
        0 => 2,
        2 => 4,
        _ => 3,
    }
}

/// The value of an answer.
pub fn value(fact: usize, answer: usize) -> Option<Value> {
    match (fact, answer) {
        (1, code) => Some(Value::Choice(["x", "y", "w"][code].into())),
        (2, number) => Some(Value::Number(number.into())),
        (_, 2) => None,
        (_, answer) => Some(Value::YesNo(answer == 0)),
    }
}

impl Rule {
    pub fn text(&self) -> String {
        match self {
            Self::Is(fact) => NAMES[*fact].to_owned(),
            Self::Choice(code) => format!("k = \"{code}\""),
            Self::Number(sign, bound) => format!("n {sign} {bound}"),
            Self::Derived => DERIVED.to_owned(),
            Self::Not(rule) => format!("not({})", rule.text()),
            Self::And(one, other) => format!("({} and {})", one.text(), other.text()),
            Self::Or(one, other) => format!("({} or {})", one.text(), other.text()),
        }
    }

    /// Is it so under full answers?
    pub fn holds(&self, answers: &Answers, derived: &Rule) -> bool {
        match self {
            Self::Is(fact) => answers[*fact] == 0,
            Self::Choice(code) => ["x", "y", "w"][answers[1]] == *code,
            Self::Number(sign, bound) => match *sign {
                "<" => answers[2] < *bound,
                ">=" => answers[2] >= *bound,
                _ => answers[2] == *bound,
            },
            Self::Derived => derived.holds(answers, &Self::Number("<", 0)),
            Self::Not(rule) => !rule.holds(answers, derived),
            Self::And(one, other) => one.holds(answers, derived) && other.holds(answers, derived),
            Self::Or(one, other) => one.holds(answers, derived) || other.holds(answers, derived),
        }
    }
}

/// Rules that may read these facts, and the derived one where asked.
pub fn rule(facts: &'static [usize], derived: bool) -> impl Strategy<Value = Rule> {
    let leaf = prop::sample::select(facts.to_vec()).prop_flat_map(move |fact| match fact {
        1 => prop::sample::select(vec!["x", "y", "w"]).prop_map(Rule::Choice).boxed(),
        2 => (prop::sample::select(vec!["<", ">=", "="]), 1_usize..4)
            .prop_map(|(sign, bound)| Rule::Number(sign, bound))
            .boxed(),
        _ if derived => prop_oneof![4 => Just(Rule::Is(fact)), 1 => Just(Rule::Derived)].boxed(),
        _ => Just(Rule::Is(fact)).boxed(),
    });
    leaf.prop_recursive(3, 10, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|rule| Rule::Not(rule.into())),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| Rule::And(one.into(), other.into())),
            (inner.clone(), inner).prop_map(|(one, other)| Rule::Or(one.into(), other.into())),
        ]
    })
}

/// Types by name.
pub fn types() -> BTreeMap<String, FactType> {
    let options = ["x", "y", "w"].iter().map(|code| ((*code).to_owned(), code.to_uppercase())).collect();
    let whole = FactType::Number { whole: true, min: Some(0.into()), max: Some(3.into()), unit: None };
    let mut types = BTreeMap::from([
        ("k".to_owned(), FactType::Choice(options)),
        ("n".to_owned(), whole),
        (DERIVED.to_owned(), FactType::YesNo),
    ]);
    for name in ["a", "b", "c", "e"] {
        types.insert(name.to_owned(), FactType::YesNo);
    }
    types
}

/// Reads a rule over the generated facts.
pub fn read(text: &str) -> Expression {
    let types = types();
    let scope = Scope { facts: &types, criteria: &BTreeSet::new(), definitions: &Definitions::default() };
    Expression::parse(text, Span::default(), &scope).unwrap_or_else(|found| panic!("{text}: {found:?}"))
}

/// Reads an expression where one fact has another type.
pub fn read_with(text: &str, name: &str, kind: &FactType) -> Expression {
    let mut types = types();
    types.insert(name.to_owned(), kind.clone());
    let scope = Scope { facts: &types, criteria: &BTreeSet::new(), definitions: &Definitions::default() };
    Expression::parse(text, Span::default(), &scope).unwrap_or_else(|found| panic!("{text}: {found:?}"))
}

/// A regulation whose facts are the generated ones: some hidden, one derived.
pub fn service(base: &Regulation, whens: [Option<&Rule>; 2], derived: &Rule) -> Regulation {
    let mut regulation = base.clone();
    let plain = base.fact("consent").unwrap();
    let types = types();
    regulation.facts.clear();
    regulation.criteria.clear();
    regulation.variants.clear();
    regulation.refuse_intake.clear();
    regulation.refuse_provision.clear();
    regulation.form.truncate(1);
    regulation.form[0].when = None;
    regulation.form[0].fields = NAMES.iter().map(|name| (*name).to_owned()).collect();
    for (at, name) in NAMES.iter().enumerate() {
        let when = at.checked_sub(4).and_then(|at| whens[at]).map(|rule| read(&rule.text()));
        let fact = Fact {
            name: (*name).to_owned(),
            kind: types[*name].clone(),
            required: at < REQUIRED,
            when,
            ..plain.clone()
        };
        regulation.facts.insert((*name).to_owned(), fact);
    }
    let derive = Some(read(&derived.text()));
    let fact = Fact { name: DERIVED.to_owned(), required: false, derive, ..plain.clone() };
    regulation.facts.insert(DERIVED.to_owned(), fact);
    regulation
}

/// Adds an answer to the facts.
pub fn learn(facts: &mut Facts, fact: usize, answer: usize) {
    let known =
        Known { value: value(fact, answer), source: Source::Applicant, at: Timestamp::UNIX_EPOCH, contested: false };
    facts.learn(NAMES[fact], known);
}

/// Some answers.
pub fn full() -> impl Strategy<Value = Answers> {
    (0_usize..2, 0_usize..3, 0_usize..4, 0_usize..3, 0_usize..3, 0_usize..3)
        .prop_map(|(a, k, n, b, c, e)| [a, k, n, b, c, e])
}
