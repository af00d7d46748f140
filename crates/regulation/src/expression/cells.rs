//! The finite cells of a fact: one value from each interval or group that an expression can
//! tell apart.
//!
//! The bounds between cells are found in `bounds.rs`; the options of a choice fall together here.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::eval::{Eval, Key};
use super::functions::Function;
use super::node::Node;
use super::syntax::Relation;
use super::types::Domain;
use super::value::Val;

/// A bound on the values of a fact.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Bound {
    Number(Decimal),
    /// First day of a cell.
    Day(Date),
    Text(String),
}

/// Something not known yet, with the values it may take.
#[derive(Debug, Clone)]
pub(crate) struct Open<'a> {
    pub key: Key<'a>,
    pub domain: Domain,
    /// For a long choice: the options of each cell, by the one that stands for them.
    pub alike: BTreeMap<String, Vec<String>>,
}

impl<'k> Open<'k> {
    pub fn new(key: Key<'k>, domain: Domain) -> Self {
        Self { key, domain, alike: BTreeMap::new() }
    }

    /// Its cells do not depend on the expression.
    pub fn is_finite(&self) -> bool {
        matches!(self.domain, Domain::YesNo | Domain::Choice(_))
    }

    /// One value from each cell, the absent one last.
    pub fn cells<'a>(&self, bounds: &[Bound]) -> Vec<Val<'a>> {
        let mut cells = match &self.domain {
            Domain::YesNo => vec![Val::YesNo(true), Val::YesNo(false)],
            Domain::Choice(options) => options.keys().map(|code| Val::Text(code.clone().into())).collect(),
            Domain::Number { whole, min, max } => numbers(bounds, *whole, *min, *max),
            Domain::Date => days(bounds),
            Domain::Text => texts(bounds),
            Domain::Other => Vec::new(),
        };
        // A count is never absent, and whether a fact is known is yes or no.
        if matches!(self.key, Key::Fact(_)) {
            cells.push(Val::Absent);
        }
        cells
    }
}

fn numbers<'a>(bounds: &[Bound], whole: bool, min: Option<Decimal>, max: Option<Decimal>) -> Vec<Val<'a>> {
    let inside = |number: &Decimal| min.is_none_or(|min| *number >= min) && max.is_none_or(|max| *number <= max);
    let mut points: Vec<Decimal> = min.into_iter().chain(max).collect();
    for bound in bounds {
        let Bound::Number(number) = bound else { continue };
        if whole {
            let floor = number.floor();
            let next = floor.saturating_add(Decimal::ONE);
            points.extend([floor.saturating_sub(Decimal::ONE), floor, next, next.saturating_add(Decimal::ONE)]);
        } else {
            points.push(*number);
        }
    }
    points.retain(inside);
    points.sort_unstable();
    points.dedup();
    let (Some(first), Some(last)) = (points.first().copied(), points.last().copied()) else {
        let some = if whole { min.map_or(Decimal::ZERO, |min| min.ceil()) } else { min.unwrap_or_default() };
        return vec![Val::Number(some)];
    };
    let mut values = points.clone();
    if !whole {
        values.extend(points.windows(2).map(|pair| pair[0] / Decimal::TWO + pair[1] / Decimal::TWO));
    }
    let beyond = [first.saturating_sub(Decimal::ONE), last.saturating_add(Decimal::ONE)];
    values.extend(beyond.into_iter().filter(inside));
    if whole {
        values.retain(|value| value.fract().is_zero());
    }
    values.sort_unstable();
    values.dedup();
    values.into_iter().map(Val::Number).collect()
}

fn days<'a>(bounds: &[Bound]) -> Vec<Val<'a>> {
    let mut days = vec![first_day()];
    days.extend(bounds.iter().filter_map(|bound| match bound {
        Bound::Day(day) => Some(*day),
        _ => None,
    }));
    days.sort_unstable();
    days.dedup();
    days.into_iter().map(Val::Date).collect()
}

fn texts<'a>(bounds: &[Bound]) -> Vec<Val<'a>> {
    let mut texts: Vec<String> = bounds
        .iter()
        .filter_map(|bound| match bound {
            Bound::Text(text) => Some(text.clone()),
            _ => None,
        })
        .collect();
    texts.sort_unstable();
    texts.dedup();
    // Longer than any literal, so unlike all of them.
    let longest = texts.iter().map(String::len).max().unwrap_or_default();
    texts.push("\u{1}".repeat(longest + 1));
    texts.into_iter().map(|text| Val::Text(text.into())).collect()
}

/// Dates of facts lie between these days.
pub(super) fn first_day() -> Date {
    Date::constant(1000, 1, 1)
}

pub(super) fn last_day() -> Date {
    Date::constant(3000, 12, 31)
}

/// The options of a choice of which no condition tells one from another, each group by one of
/// its codes; `None` when some condition looks at the code in another way than naming it.
pub(crate) fn groups<'a>(
    eval: &Eval<'_>,
    name: &str,
    options: impl Iterator<Item = &'a String>,
    conditions: &[&Node],
) -> Option<BTreeMap<String, Vec<String>>> {
    let mut tests = Vec::new();
    if !conditions.iter().all(|condition| named_codes(eval, name, condition, &mut tests)) {
        return None;
    }
    let mut groups: BTreeMap<Vec<bool>, Vec<String>> = BTreeMap::new();
    for code in options {
        let answers = tests.iter().map(|test| test.holds(code)).collect();
        groups.entry(answers).or_default().push(code.clone());
    }
    Some(groups.into_values().map(|codes| (codes[0].clone(), codes)).collect())
}

/// A condition that names codes of a choice.
enum CodeTest<'a> {
    Is(&'a str),
    Among(&'a BTreeSet<String>),
}

impl CodeTest<'_> {
    fn holds(&self, code: &str) -> bool {
        match self {
            Self::Is(named) => *named == code,
            Self::Among(codes) => codes.contains(code),
        }
    }
}

fn named_codes<'a>(eval: &Eval<'_>, name: &str, node: &'a Node, tests: &mut Vec<CodeTest<'a>>) -> bool {
    let is_it = |node: &Node| matches!(node, Node::Fact(fact) if fact.name == name);
    match node {
        Node::Related(Relation::Equal | Relation::Unequal, one, other) => match (one.as_ref(), other.as_ref()) {
            (fact, Node::Text(code)) | (Node::Text(code), fact) if is_it(fact) => {
                tests.push(CodeTest::Is(code));
                true
            }
            (one, other) => named_codes(eval, name, one, tests) && named_codes(eval, name, other, tests),
        },
        Node::OneOf { of, codes } if is_it(of) => {
            tests.push(CodeTest::Among(codes));
            true
        }
        Node::Call(Function::IsAbsent | Function::IsKnown, parts) if parts.iter().all(is_it) => true,
        Node::Fact(fact) => fact.name != name,
        Node::Criterion(criterion) => {
            let regulation = eval.world.regulation;
            let criterion = regulation.criteria.get(criterion);
            criterion.is_none_or(|criterion| !criterion.rule.reads_all(regulation).contains(name))
        }
        _ => node.parts().into_iter().all(|part| named_codes(eval, name, part, tests)),
    }
}
