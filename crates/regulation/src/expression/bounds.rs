//! Where a condition changes its answer while one fact goes through its values.
//!
//! Bounds are found, not guessed: a comparison that grows or shrinks with a number is solved,
//! with a date it is halved, a text is compared with literals. A condition made of such ones has
//! the bounds of all of them, and one over the records of a known list those of each record. What
//! is none of these has no cells, and becomes a variable of its own (sound, only less exact).

use std::cmp::Ordering;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::cells::{Bound, Open, first_day, last_day};
use super::eval::{Eval, Frame, Key, Outer};
use super::functions::Function;
use super::node::Node;
use super::syntax::Operation;
use super::types::Domain;
use super::value::{Truth, Val};

/// Collects the bounds that a condition puts on a fact; false when they cannot be found.
pub(crate) fn bounds<'a>(eval: &mut Eval<'a>, node: &'a Node, open: &Open<'a>, found: &mut Vec<Bound>) -> bool {
    of_condition(eval, node, open, None, found)
}

fn of_condition<'a>(
    eval: &mut Eval<'a>,
    node: &'a Node,
    open: &Open<'a>,
    outer: Outer<'_, 'a>,
    found: &mut Vec<Bound>,
) -> bool {
    if !mentions(eval, node, &open.key) {
        return true;
    }
    match node {
        // What has no cells of its own cannot be divided into absent and present either.
        Node::Call(Function::IsAbsent, arguments) if matches!(arguments.as_slice(), [Node::Fact(_)]) => {
            !matches!(open.domain, Domain::Other)
        }
        Node::OneOf { of, codes } if matches!((of.as_ref(), &open.domain), (Node::Fact(_), Domain::Text)) => {
            found.extend(codes.iter().cloned().map(Bound::Text));
            true
        }
        Node::Related(_, left, right) => {
            let one = mentions(eval, left, &open.key);
            let other = mentions(eval, right, &open.key);
            let side = if one { left } else { right };
            if one != other && is_monotone(eval, side, open, outer) {
                compared(eval, (left, right), open, outer, found)
            } else {
                of_value(eval, left, open, outer, found) && of_value(eval, right, open, outer, found)
            }
        }
        Node::Quantified { list, body, .. } => {
            !mentions(eval, list, &open.key) && of_each(eval, (list, body), open, outer, found)
        }
        Node::And(_) | Node::Or(_) | Node::Not(_) | Node::Choose { .. } => {
            node.parts().into_iter().all(|part| of_condition(eval, part, open, outer, found))
        }
        Node::Call(..) => of_value(eval, node, open, outer, found),
        _ => false,
    }
}

/// The bounds of the conditions inside a value that looks at the fact nowhere else.
fn of_value<'a>(
    eval: &mut Eval<'a>,
    node: &'a Node,
    open: &Open<'a>,
    outer: Outer<'_, 'a>,
    found: &mut Vec<Bound>,
) -> bool {
    if !mentions(eval, node, &open.key) {
        return true;
    }
    match node {
        Node::Choose { arms, otherwise, .. } => {
            arms.iter().all(|(condition, value)| {
                of_condition(eval, condition, open, outer, found) && of_value(eval, value, open, outer, found)
            }) && of_value(eval, otherwise, open, outer, found)
        }
        Node::Filter { list, condition } => {
            of_value(eval, list, open, outer, found) && of_each(eval, (list, condition), open, outer, found)
        }
        Node::For { list, value } => {
            of_value(eval, list, open, outer, found) && of_each(eval, (list, value), open, outer, found)
        }
        Node::Related(..)
        | Node::OneOf { .. }
        | Node::Quantified { .. }
        | Node::And(_)
        | Node::Or(_)
        | Node::Not(_) => of_condition(eval, node, open, outer, found),
        Node::Call(Function::IsKnown | Function::Contains | Function::StartsWith | Function::EndsWith, _) => false,
        Node::Call(..)
        | Node::Reckoned(..)
        | Node::Negative(_)
        | Node::List(_)
        | Node::At { .. }
        | Node::Field { .. } => node.parts().into_iter().all(|part| of_value(eval, part, open, outer, found)),
        _ => false,
    }
}

/// The bounds that a part puts on the fact with each record of a list at hand.
fn of_each<'a>(
    eval: &mut Eval<'a>,
    (list, part): (&'a Node, &'a Node),
    open: &Open<'a>,
    outer: Outer<'_, 'a>,
    found: &mut Vec<Bound>,
) -> bool {
    // A filter that rests on the fact keeps some of these, whichever it keeps.
    let mut whole = list;
    while let Node::Filter { list, .. } = whole {
        whole = list;
    }
    if mentions(eval, whole, &open.key) {
        return false;
    }
    match eval.elements(whole, outer) {
        Ok(elements) => elements.iter().all(|value| {
            let frame = Frame { value, outer };
            of_condition(eval, part, open, Some(&frame), found) || of_value(eval, part, open, Some(&frame), found)
        }),
        Err(Val::Absent) => true,
        Err(_) => false,
    }
}

/// The bounds that one comparison puts on a fact on one of its sides.
fn compared<'a>(
    eval: &mut Eval<'a>,
    sides: (&'a Node, &'a Node),
    open: &Open<'a>,
    outer: Outer<'_, 'a>,
    found: &mut Vec<Bound>,
) -> bool {
    match open.domain {
        Domain::Number { .. } => match roots(eval, sides, open, outer) {
            Some(roots) => {
                found.extend(roots.into_iter().map(Bound::Number));
                true
            }
            None => false,
        },
        Domain::Date => {
            let (low, high) = (first_day(), last_day());
            let mut at_day = |day: Date| {
                supposing(eval, &open.key, Val::Date(day), |eval| {
                    eval.value_in(sides.0, outer).order(&eval.value_in(sides.1, outer))
                })
            };
            let (at_low, at_high) = (at_day(low), at_day(high));
            halve(&mut at_day, (low, at_low), (high, at_high), found);
            true
        }
        Domain::Text => {
            let literal = if mentions(eval, sides.0, &open.key) { sides.1 } else { sides.0 };
            match eval.value_in(literal, outer) {
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

/// First days of the cells between two days, by halving.
fn halve(
    at_day: &mut impl FnMut(Date) -> Option<Ordering>,
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
    let at_middle = at_day(middle);
    halve(at_day, (low, at_low), (middle, at_middle), found);
    halve(at_day, (middle, at_middle), (high, at_high), found);
}

/// Where the two sides meet, each being a straight line of the number: no bound when they never
/// do, `None` when it could not be found for certain.
fn roots<'a>(
    eval: &mut Eval<'a>,
    (left, right): (&'a Node, &'a Node),
    open: &Open<'a>,
    outer: Outer<'_, 'a>,
) -> Option<Vec<Decimal>> {
    let mut gap = |number: Decimal| {
        supposing(eval, &open.key, Val::Number(number), |eval| {
            match (eval.value_in(left, outer), eval.value_in(right, outer)) {
                (Val::Number(a), Val::Number(b)) => a.checked_sub(b).map(Some),
                // With an absent side the comparison is no whatever the number is.
                (Val::Absent, _) | (_, Val::Absent) => Some(None),
                _ => None,
            }
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
pub(crate) fn is_monotone<'a>(eval: &Eval<'a>, node: &'a Node, open: &Open<'a>, outer: Outer<'_, 'a>) -> bool {
    let here = |part: &'a Node| mentions(eval, part, &open.key);
    match node {
        _ if !here(node) => true,
        Node::Fact(_) => true,
        Node::Call(Function::Count, arguments) => matches!(arguments.as_slice(), [Node::Fact(_)]),
        Node::Negative(inner) => is_monotone(eval, inner, open, outer),
        Node::Reckoned(Operation::Divide, left, right) => !here(right) && is_monotone(eval, left, open, outer),
        Node::Reckoned(_, left, right) => {
            here(left) != here(right) && is_monotone(eval, left, open, outer) && is_monotone(eval, right, open, outer)
        }
        Node::Choose { arms, otherwise, .. } => {
            for (condition, value) in arms {
                if here(condition) {
                    return false;
                }
                match eval.truth_in(condition, outer) {
                    Truth::Yes => return is_monotone(eval, value, open, outer),
                    Truth::No => {}
                    Truth::Unknown => return false,
                }
            }
            is_monotone(eval, otherwise, open, outer)
        }
        Node::Call(function, arguments) if matches!(open.domain, Domain::Date) && function.is_monotone() => {
            arguments.iter().filter(|part| here(part)).count() == 1
                && arguments.iter().all(|part| is_monotone(eval, part, open, outer))
        }
        _ => false,
    }
}
