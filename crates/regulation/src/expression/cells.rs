//! The finite cells of a fact: one value from each interval or group that an expression can
//! tell apart.
//!
//! Bounds are found, not guessed: a comparison that grows or shrinks with a number is solved,
//! with a date it is halved, a text is compared with literals. What is none of these has no
//! cells, and its condition becomes a variable of its own (sound, only less exact).

use std::cmp::Ordering;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::eval::{Eval, Key};
use super::functions::Function;
use super::node::Node;
use super::syntax::Operation;
use super::types::Domain;
use super::value::{Truth, Val};

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
}

impl Open<'_> {
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
fn first_day() -> Date {
    Date::constant(1000, 1, 1)
}

fn last_day() -> Date {
    Date::constant(3000, 12, 31)
}

/// Collects the bounds that a condition puts on a fact; false when they cannot be found.
pub(crate) fn bounds<'a>(eval: &mut Eval<'a>, node: &'a Node, open: &Open<'a>, found: &mut Vec<Bound>) -> bool {
    if !mentions(eval, node, &open.key) {
        return true;
    }
    match node {
        // What has no cells of its own cannot be divided into absent and present either.
        Node::Call(Function::IsAbsent, arguments) => {
            matches!(arguments.as_slice(), [Node::Fact(_)]) && !matches!(open.domain, Domain::Other)
        }
        Node::OneOf { of, codes } if matches!((of.as_ref(), &open.domain), (Node::Fact(_), Domain::Text)) => {
            found.extend(codes.iter().cloned().map(Bound::Text));
            true
        }
        Node::Related(_, left, right) => {
            let one = mentions(eval, left, &open.key);
            let other = mentions(eval, right, &open.key);
            let side = if one { left } else { right };
            one != other && is_monotone(eval, side, open) && compared(eval, left, right, open, found)
        }
        _ => false,
    }
}

/// The bounds that one comparison puts on a fact on one of its sides.
fn compared<'a>(eval: &mut Eval<'a>, left: &'a Node, right: &'a Node, open: &Open<'a>, found: &mut Vec<Bound>) -> bool {
    match open.domain {
        Domain::Number { .. } => match roots(eval, left, right, open) {
            Some(roots) => {
                found.extend(roots.into_iter().map(Bound::Number));
                true
            }
            None => false,
        },
        Domain::Date => {
            let (low, high) = (first_day(), last_day());
            let (at_low, at_high) = (at_day(eval, left, right, open, low), at_day(eval, left, right, open, high));
            halve(eval, (left, right), open, (low, at_low), (high, at_high), found);
            true
        }
        Domain::Text => {
            let literal = if matches!(left, Node::Fact(_)) { right } else { left };
            match eval.value(literal) {
                Val::Text(text) => {
                    found.push(Bound::Text(text.into_owned()));
                    true
                }
                Val::Absent => true,
                _ => false,
            }
        }
        _ => false,
    }
}

fn supposing<'a, R>(eval: &mut Eval<'a>, key: &Key<'a>, value: Val<'a>, ask: impl FnOnce(&Eval<'a>) -> R) -> R {
    eval.supposed.push((key.clone(), value));
    let answer = ask(eval);
    eval.supposed.pop();
    answer
}

fn at_day<'a>(eval: &mut Eval<'a>, left: &'a Node, right: &'a Node, open: &Open<'a>, day: Date) -> Option<Ordering> {
    supposing(eval, &open.key, Val::Date(day), |eval| eval.value(left).order(&eval.value(right)))
}

/// First days of the cells between two days, by halving.
fn halve<'a>(
    eval: &mut Eval<'a>,
    (left, right): (&'a Node, &'a Node),
    open: &Open<'a>,
    (low, at_low): (Date, Option<Ordering>),
    (high, at_high): (Date, Option<Ordering>),
    found: &mut Vec<Bound>,
) {
    if at_low == at_high {
        return;
    }
    let days = super::dates::days_between(low, high);
    if days <= 1 {
        found.push(Bound::Day(high));
        return;
    }
    let length = super::syntax::Length { months: 0, days: i32::try_from(days / 2).unwrap_or(1) };
    let Some(middle) = super::dates::shifted(low, length, 1) else { return };
    let at_middle = at_day(eval, left, right, open, middle);
    halve(eval, (left, right), open, (low, at_low), (middle, at_middle), found);
    halve(eval, (left, right), open, (middle, at_middle), (high, at_high), found);
}

/// Where the two sides meet, each being a straight line of the number: no bound when they never
/// do, `None` when it could not be found for certain.
fn roots<'a>(eval: &mut Eval<'a>, left: &'a Node, right: &'a Node, open: &Open<'a>) -> Option<Vec<Decimal>> {
    let mut gap = |number: Decimal| {
        supposing(eval, &open.key, Val::Number(number), |eval| match (eval.value(left), eval.value(right)) {
            (Val::Number(a), Val::Number(b)) => a.checked_sub(b).map(Some),
            // With an absent side the comparison is no whatever the number is.
            (Val::Absent, _) | (_, Val::Absent) => Some(None),
            _ => None,
        })
    };
    let (Some(at_zero), Some(at_one)) = (gap(Decimal::ZERO)?, gap(Decimal::ONE)?) else { return Some(Vec::new()) };
    let slope = at_one.checked_sub(at_zero)?;
    if slope.is_zero() {
        return Some(Vec::new());
    }
    let root = at_zero.checked_div(-slope)?;
    // A division that does not come out even shifts the root in its last digits; the number the
    // author meant is then one of its roundings.
    let mut roots = vec![root];
    roots.extend([24, 18, 12, 6, 2, 0].map(|digits| root.round_dp(digits)));
    roots.dedup();
    let exact = roots.iter().any(|root| gap(*root).flatten().is_some_and(|gap| gap.is_zero()));
    (exact || !divides(left) && !divides(right)).then_some(roots)
}

fn divides(node: &Node) -> bool {
    matches!(node, Node::Reckoned(Operation::Divide, ..)) || node.parts().into_iter().any(divides)
}

/// Does a part depend on it?
pub(crate) fn mentions<'a>(eval: &Eval<'a>, node: &'a Node, key: &Key<'a>) -> bool {
    match (node, key) {
        (Node::Fact(fact), Key::Fact(name)) => return fact.name == *name,
        (Node::Call(Function::Count, arguments), Key::Count(name)) => {
            if let [Node::Fact(fact)] = arguments.as_slice() {
                return fact.name == *name;
            }
        }
        (Node::Call(Function::IsKnown, arguments), _) => {
            if let [Node::Fact(fact)] = arguments.as_slice() {
                return *key == Key::Known(&fact.name);
            }
        }
        (Node::Criterion(name), Key::Fact(fact) | Key::Count(fact) | Key::Known(fact)) => {
            let regulation = eval.world.regulation;
            let criterion = regulation.criteria.get(name);
            return criterion.is_some_and(|criterion| criterion.rule.reads_all(regulation).contains(*fact));
        }
        _ => {}
    }
    node.parts().into_iter().any(|part| mentions(eval, part, key))
}

/// Does one side of a comparison grow or shrink steadily with the fact? Numbers must go in a
/// straight line, dates through steps that never turn back, texts must be the fact itself.
pub(crate) fn is_monotone<'a>(eval: &Eval<'a>, node: &'a Node, open: &Open<'a>) -> bool {
    let here = |part: &'a Node| mentions(eval, part, &open.key);
    match node {
        _ if !here(node) => true,
        Node::Fact(_) => true,
        Node::Call(Function::Count, arguments) => matches!(arguments.as_slice(), [Node::Fact(_)]),
        Node::Negative(inner) => is_monotone(eval, inner, open),
        Node::Reckoned(Operation::Divide, left, right) => !here(right) && is_monotone(eval, left, open),
        Node::Reckoned(_, left, right) => {
            here(left) != here(right) && is_monotone(eval, left, open) && is_monotone(eval, right, open)
        }
        Node::Choose { arms, otherwise, .. } => {
            for (condition, value) in arms {
                if here(condition) {
                    return false;
                }
                match eval.truth(condition) {
                    Truth::Yes => return is_monotone(eval, value, open),
                    Truth::No => {}
                    Truth::Unknown => return false,
                }
            }
            is_monotone(eval, otherwise, open)
        }
        Node::Call(function, arguments) if matches!(open.domain, Domain::Date) && function.is_monotone() => {
            arguments.iter().filter(|part| here(part)).count() == 1
                && arguments.iter().all(|part| is_monotone(eval, part, open))
        }
        _ => false,
    }
}
