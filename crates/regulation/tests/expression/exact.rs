//! Verdicts agree with looking at every way the unknown may turn out.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use regulation::expression::Verdict;
use regulation::fact::{Facts, Value};
use rust_decimal::Decimal;

use crate::{TODAY, learn, rule, world};

pub const NAMES: [&str; 7] = ["a", "b", "k", "n", "m", "d", "t"];

/// A rule as data, with a meaning of its own beside the engine's.
#[derive(Debug, Clone)]
enum Rule {
    Is(usize),
    Choice(bool, &'static str),
    ChoiceIn(Vec<&'static str>),
    Number(usize, &'static str, Decimal),
    Line(usize, &'static str, Decimal),
    Between(usize, Decimal, Decimal),
    Day(&'static str, Date),
    Age(&'static str, i64),
    Text(bool, &'static str),
    Absent(usize),
    Not(Box<Rule>),
    And(Box<Rule>, Box<Rule>),
    Or(Box<Rule>, Box<Rule>),
    If(Box<Rule>, Box<Rule>, Box<Rule>),
}

impl Rule {
    fn text(&self) -> String {
        match self {
            Self::Is(fact) => NAMES[*fact].to_owned(),
            Self::Choice(equal, code) => format!("k {} \"{code}\"", if *equal { "=" } else { "!=" }),
            Self::ChoiceIn(codes) => {
                let codes: Vec<String> = codes.iter().map(|code| format!("\"{code}\"")).collect();
                format!("k in ({})", codes.join(", "))
            }
            Self::Number(fact, sign, bound) => format!("{} {sign} {bound}", NAMES[*fact]),
            Self::Line(fact, sign, bound) => format!("7 - 2 * {} {sign} {bound}", NAMES[*fact]),
            Self::Between(fact, low, high) => format!("{} between {low} and {high}", NAMES[*fact]),
            Self::Day(sign, bound) => format!("d {sign} date(\"{bound}\")"),
            Self::Age(sign, bound) => format!("age(d, today) {sign} {bound}"),
            Self::Text(equal, text) => format!("t {} \"{text}\"", if *equal { "=" } else { "!=" }),
            Self::Absent(fact) => format!("is absent({})", NAMES[*fact]),
            Self::Not(rule) => format!("not({})", rule.text()),
            Self::And(one, other) => format!("(({}) and ({}))", one.text(), other.text()),
            Self::Or(one, other) => format!("(({}) or ({}))", one.text(), other.text()),
            Self::If(rule, yes, no) => format!("(if {} then {} else {})", rule.text(), yes.text(), no.text()),
        }
    }

    fn reads(&self, facts: &mut BTreeSet<usize>) {
        match self {
            Self::Is(fact) | Self::Absent(fact) => {
                facts.insert(*fact);
            }
            Self::Choice(..) | Self::ChoiceIn(_) => {
                facts.insert(2);
            }
            Self::Number(fact, ..) | Self::Line(fact, ..) | Self::Between(fact, ..) => {
                facts.insert(*fact);
            }
            Self::Day(..) | Self::Age(..) => {
                facts.insert(5);
            }
            Self::Text(..) => {
                facts.insert(6);
            }
            Self::Not(rule) => rule.reads(facts),
            Self::And(one, other) | Self::Or(one, other) => {
                one.reads(facts);
                other.reads(facts);
            }
            Self::If(rule, yes, no) => {
                rule.reads(facts);
                yes.reads(facts);
                no.reads(facts);
            }
        }
    }

    fn holds(&self, facts: &[Option<Value>]) -> bool {
        let number = |fact: usize| match &facts[fact] {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        };
        let day = || match &facts[5] {
            Some(Value::Date(day)) => Some(*day),
            _ => None,
        };
        let text = |fact: usize| match &facts[fact] {
            Some(Value::Text(text) | Value::Choice(text)) => Some(text.as_str()),
            _ => None,
        };
        match self {
            Self::Is(fact) => facts[*fact] == Some(Value::YesNo(true)),
            Self::Choice(equal, code) => text(2).is_some_and(|found| (found == *code) == *equal),
            Self::ChoiceIn(codes) => text(2).is_some_and(|found| codes.contains(&found)),
            Self::Number(fact, sign, bound) => number(*fact).is_some_and(|found| compare(&found, sign, bound)),
            Self::Line(fact, sign, bound) => {
                number(*fact).is_some_and(|found| compare(&(Decimal::from(7) - Decimal::TWO * found), sign, bound))
            }
            Self::Between(fact, low, high) => number(*fact).is_some_and(|found| found >= *low && found <= *high),
            Self::Day(sign, bound) => day().is_some_and(|found| compare(&found, sign, bound)),
            Self::Age(sign, bound) => day().is_some_and(|found| {
                let had = (TODAY.month(), TODAY.day()) >= (found.month(), found.day());
                let years = i64::from(TODAY.year() - found.year()) - i64::from(!had);
                compare(&years, sign, bound)
            }),
            Self::Text(equal, literal) => text(6).is_some_and(|found| (found == *literal) == *equal),
            Self::Absent(fact) => facts[*fact].is_none(),
            Self::Not(rule) => !rule.holds(facts),
            Self::And(one, other) => one.holds(facts) && other.holds(facts),
            Self::Or(one, other) => one.holds(facts) || other.holds(facts),
            Self::If(rule, yes, no) => {
                if rule.holds(facts) {
                    yes.holds(facts)
                } else {
                    no.holds(facts)
                }
            }
        }
    }
}

pub fn compare<T: Ord>(left: &T, sign: &str, right: &T) -> bool {
    match sign {
        "=" => left == right,
        "!=" => left != right,
        "<" => left < right,
        "<=" => left <= right,
        ">" => left > right,
        _ => left >= right,
    }
}

/// Values of a fact: one from every interval that the generated bounds can cut, and absent.
pub fn values(fact: usize) -> Vec<Option<Value>> {
    let mut values: Vec<Option<Value>> = match fact {
        0 | 1 => [true, false].into_iter().map(|yes| Some(Value::YesNo(yes))).collect(),
        2 => ["x", "y", "z"].into_iter().map(|code| Some(Value::Choice(code.into()))).collect(),
        3 => (0..=5).map(|number| Some(Value::Number(number.into()))).collect(),
        4 => (-6..=26).map(|quarter| Some(Value::Number(Decimal::new(25 * quarter, 2)))).collect(),
        5 => {
            let days = [
                date(1999, 3, 2),
                date(1999, 3, 3),
                date(1999, 12, 31),
                date(2000, 1, 1),
                date(2000, 1, 2),
                date(2000, 1, 3),
                date(2000, 1, 4),
                date(2000, 3, 2),
                date(2000, 3, 3),
                date(2001, 3, 2),
                date(2001, 3, 3),
            ];
            days.into_iter().map(|day| Some(Value::Date(day))).collect()
        }
        _ => ["u", "v", "w"].into_iter().map(|text| Some(Value::Text(text.into()))).collect(),
    };
    values.push(None);
    values
}

pub fn sign() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["=", "!=", "<", "<=", ">", ">="])
}

fn leaf() -> impl Strategy<Value = Rule> {
    let code = || prop::sample::select(vec!["x", "y", "z"]);
    let bound = || (0_i64..6).prop_map(Decimal::from);
    prop_oneof![
        (0_usize..2).prop_map(Rule::Is),
        (any::<bool>(), code()).prop_map(|(equal, code)| Rule::Choice(equal, code)),
        prop::collection::vec(code(), 1..3).prop_map(Rule::ChoiceIn),
        (3_usize..5, sign(), bound()).prop_map(|(fact, sign, bound)| Rule::Number(fact, sign, bound)),
        (3_usize..5, sign(), bound()).prop_map(|(fact, sign, bound)| Rule::Line(fact, sign, bound)),
        (3_usize..5, bound(), bound()).prop_map(|(fact, low, high)| Rule::Between(fact, low, high)),
        (sign(), 1_i8..4).prop_map(|(sign, day)| Rule::Day(sign, date(2000, 1, day))),
        (sign(), 25_i64..27).prop_map(|(sign, years)| Rule::Age(sign, years)),
        (any::<bool>(), prop::sample::select(vec!["u", "v"])).prop_map(|(equal, text)| Rule::Text(equal, text)),
        (0_usize..7).prop_map(Rule::Absent),
    ]
}

fn tree() -> impl Strategy<Value = Rule> {
    leaf().prop_recursive(4, 14, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|rule| Rule::Not(rule.into())),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| Rule::And(one.into(), other.into())),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| Rule::Or(one.into(), other.into())),
            (inner.clone(), inner.clone(), inner).prop_map(|(rule, yes, no)| Rule::If(
                rule.into(),
                yes.into(),
                no.into()
            )),
        ]
    })
}

/// Looks at every completion: the verdict, and the facts whose change alone can flip it.
pub fn brute_force(holds: impl Fn(&[Option<Value>]) -> bool, known: &[Option<Value>], open: &[usize]) -> Verdict {
    let choices: Vec<Vec<Option<Value>>> = open.iter().map(|fact| values(*fact)).collect();
    let total: usize = choices.iter().map(Vec::len).product();
    let mut facts = known.to_vec();
    let outcomes: Vec<bool> = (0..total)
        .map(|mut way| {
            for (fact, choices) in open.iter().zip(&choices) {
                facts[*fact].clone_from(&choices[way % choices.len()]);
                way /= choices.len();
            }
            holds(&facts)
        })
        .collect();
    if outcomes.iter().all(|yes| *yes) {
        return Verdict::Yes;
    }
    if outcomes.iter().all(|yes| !*yes) {
        return Verdict::No;
    }
    let mut flipping = BTreeSet::new();
    let mut stride = 1;
    for (fact, choices) in open.iter().zip(&choices) {
        let flips = (0..total).any(|way| {
            let own = way / stride % choices.len();
            outcomes[way] != outcomes[way - own * stride]
        });
        if flips {
            flipping.insert(NAMES[*fact].to_owned());
        }
        stride *= choices.len();
    }
    Verdict::Unknown(flipping)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1500) })]

    /// Proves: PROCEDURE-03, INTAKE-09.
    #[test]
    fn a_verdict_is_what_every_completion_says(tree in tree(), ways in prop::collection::vec(0_usize..100, 7), open in any::<u8>()) {
        let mut reads = BTreeSet::new();
        tree.reads(&mut reads);
        let mut known: Vec<Option<Value>> = vec![None; 7];
        let mut facts = Facts::default();
        let mut unknown = Vec::new();
        for fact in reads {
            // At most three unknown at once, or looking at all completions takes too long.
            if open >> fact & 1 == 1 && unknown.len() < 3 {
                unknown.push(fact);
                continue;
            }
            let choices = values(fact);
            known[fact].clone_from(&choices[ways[fact] % choices.len()]);
            learn(&mut facts, NAMES[fact], known[fact].clone());
        }
        let text = tree.text();
        let rule = rule(&text).map_err(|found| TestCaseError::fail(format!("{text}: {found:?}")))?;
        prop_assert_eq!(rule.verdict(&world(&facts)), brute_force(|facts| tree.holds(facts), &known, &unknown), "{}", text);
    }
}
