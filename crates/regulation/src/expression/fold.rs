//! Makes a compiled tree plainer: what is constant is reckoned once, and whatever looks at a
//! choice between values looks at each of them instead.
//!
//! `(if c then a else b) = x` becomes `if c then a = x else b = x`: the conditions of a choice
//! come to stand beside the other conditions, where cells settle them exactly, and a choice
//! between known values disappears. That is what makes decision tables cheap and exact.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::functions::Function;
use super::node::Node;
use super::operations;
use super::syntax::{Operation, Relation};
use super::value::{Truth, Val};

/// Most values that one step may spread over; beyond it the step is left as it is.
const SPREAD: usize = 512;

/// A node whose parts are plain already, made plain itself.
pub(crate) fn plain(node: Node) -> Node {
    match node {
        Node::Not(inner) => not(*inner),
        Node::And(parts) => and(parts),
        Node::Or(parts) => or(parts),
        Node::Related(relation, left, right) => related(relation, *left, *right),
        Node::Reckoned(operation, left, right) => reckoned(operation, *left, *right),
        Node::Negative(inner) => spread(*inner, &|inner| match inner {
            Node::Number(number) => Node::Number(-number),
            Node::Absent => Node::Absent,
            other => Node::Negative(other.into()),
        }),
        Node::OneOf { of, codes } => one_of(*of, codes),
        Node::Choose { arms, otherwise, apart } => choose(arms, *otherwise, apart),
        Node::Call(Function::IsAbsent, mut arguments) if arguments.len() == 1 => {
            spread(arguments.swap_remove(0), &|inner| match inner {
                Node::Absent => Node::YesNo(true),
                Node::Text(_) | Node::Number(_) | Node::Date(_) | Node::YesNo(_) => Node::YesNo(false),
                other => Node::Call(Function::IsAbsent, vec![other]),
            })
        }
        other => other,
    }
}

/// A node in a place where absent counts as no.
pub(crate) fn truthful(node: Node) -> Node {
    match node {
        Node::Absent => Node::YesNo(false),
        Node::Choose { arms, otherwise, apart } => {
            let arms = arms.into_iter().map(|(condition, value)| (condition, truthful(value))).collect();
            choose(arms, truthful(*otherwise), apart)
        }
        other => other,
    }
}

/// The first arm whose condition holds; `apart` says that no two can hold together.
pub(crate) fn choose(arms: Vec<(Node, Node)>, otherwise: Node, apart: bool) -> Node {
    let mut kept: Vec<(Node, Node)> = Vec::with_capacity(arms.len());
    let mut otherwise = otherwise;
    for (condition, value) in arms {
        match truthful(condition) {
            Node::YesNo(false) => {}
            Node::YesNo(true) => {
                otherwise = value;
                break;
            }
            condition => match kept.last_mut() {
                // Neighbours with one value are one arm.
                Some((before, same)) if *same == value && is_constant(&value) => {
                    *before = or(vec![std::mem::replace(before, Node::Absent), condition]);
                }
                _ => kept.push((condition, value)),
            },
        }
    }
    while kept.last().is_some_and(|(_, value)| *value == otherwise) {
        kept.pop();
    }
    if kept.is_empty() {
        return otherwise;
    }
    if let Some(decided) = decided(&mut kept, &otherwise, apart) {
        return decided;
    }
    Node::Choose { arms: kept, otherwise: otherwise.into(), apart }
}

/// A choice between yes and no is a condition itself, where order does not matter.
fn decided(arms: &mut Vec<(Node, Node)>, otherwise: &Node, apart: bool) -> Option<Node> {
    let Node::YesNo(default) = otherwise else { return None };
    let all_known = arms.iter().all(|(_, value)| matches!(value, Node::YesNo(_)));
    if !all_known || !(apart || arms.len() == 1) {
        return None;
    }
    let conditions = arms.drain(..).filter(|(_, value)| *value != Node::YesNo(*default));
    let any = or(conditions.map(|(condition, _)| condition).collect());
    Some(if *default { not(any) } else { any })
}

pub(crate) fn not(inner: Node) -> Node {
    match inner {
        Node::YesNo(yes) => Node::YesNo(!yes),
        Node::Absent => Node::YesNo(true),
        other => Node::Not(other.into()),
    }
}

pub(crate) fn and(parts: Vec<Node>) -> Node {
    joined(parts, false, Node::And)
}

pub(crate) fn or(parts: Vec<Node>) -> Node {
    joined(parts, true, Node::Or)
}

fn joined(parts: Vec<Node>, decisive: bool, join: fn(Vec<Node>) -> Node) -> Node {
    let mut kept = Vec::with_capacity(parts.len());
    for part in parts {
        match (part, decisive) {
            (Node::YesNo(yes), _) if yes == decisive => return Node::YesNo(decisive),
            (Node::YesNo(_), _) | (Node::Absent, true) => {}
            (Node::Absent, false) => return Node::YesNo(false),
            (Node::And(inner), false) | (Node::Or(inner), true) => kept.extend(inner),
            (other, _) => kept.push(other),
        }
    }
    match kept.len() {
        0 => Node::YesNo(!decisive),
        1 => kept.swap_remove(0),
        _ => join(kept),
    }
}

pub(crate) fn related(relation: Relation, left: Node, right: Node) -> Node {
    if leaves(&left) * leaves(&right) > SPREAD {
        return Node::Related(relation, left.into(), right.into());
    }
    spread(left, &|left| {
        spread(right.clone(), &|right| match (constant(&left), constant(&right)) {
            (Some(Val::Absent), _) | (_, Some(Val::Absent)) => Node::YesNo(false),
            (Some(one), Some(other)) => match operations::related(relation, &one, &other) {
                Truth::Unknown => Node::Related(relation, left.clone().into(), right.into()),
                truth => Node::YesNo(truth == Truth::Yes),
            },
            _ => Node::Related(relation, left.clone().into(), right.into()),
        })
    })
}

fn reckoned(operation: Operation, left: Node, right: Node) -> Node {
    if leaves(&left) * leaves(&right) > SPREAD {
        return Node::Reckoned(operation, left.into(), right.into());
    }
    spread(left, &|left| {
        spread(right.clone(), &|right| match (constant(&left), constant(&right)) {
            (Some(Val::Absent), _) | (_, Some(Val::Absent)) => Node::Absent,
            (Some(one), Some(other)) => match operations::reckoned(operation, one, other) {
                Val::Number(number) => Node::Number(number),
                Val::Date(date) => Node::Date(date),
                _ => Node::Absent,
            },
            _ => Node::Reckoned(operation, left.clone().into(), right.into()),
        })
    })
}

fn one_of(of: Node, codes: Arc<BTreeSet<String>>) -> Node {
    spread(of, &|of| match of {
        Node::Absent => Node::YesNo(false),
        Node::Text(text) => Node::YesNo(codes.contains(&text)),
        other => Node::OneOf { of: other.into(), codes: codes.clone() },
    })
}

/// Does it with each value of a choice, or with the one there is.
fn spread(node: Node, work: &impl Fn(Node) -> Node) -> Node {
    match node {
        Node::Choose { arms, otherwise, apart } => {
            let arms = arms.into_iter().map(|(condition, value)| (condition, spread_once(value, work))).collect();
            choose(arms, spread_once(*otherwise, work), apart)
        }
        other => work(other),
    }
}

/// The same through a reference, or the compiler would go round for ever.
fn spread_once(node: Node, work: &dyn Fn(Node) -> Node) -> Node {
    spread(node, &|inner| work(inner))
}

/// How many values a choice may give.
fn leaves(node: &Node) -> usize {
    match node {
        Node::Choose { arms, otherwise, .. } => {
            arms.iter().map(|(_, value)| leaves(value)).sum::<usize>() + leaves(otherwise)
        }
        _ => 1,
    }
}

fn is_constant(node: &Node) -> bool {
    constant(node).is_some()
}

/// The value of a node that is a constant.
fn constant(node: &Node) -> Option<Val<'static>> {
    Some(match node {
        Node::Absent => Val::Absent,
        Node::YesNo(yes) => Val::YesNo(*yes),
        Node::Number(number) => Val::Number(*number),
        Node::Date(date) => Val::Date(*date),
        Node::Length(length) => Val::Length(*length),
        Node::Text(text) => Val::Text(text.clone().into()),
        _ => return None,
    })
}

/// Can no two of these hold together? Said only where it is plain from the conditions.
pub(crate) fn are_apart(conditions: &[&Node]) -> bool {
    conditions.iter().enumerate().all(|(at, one)| conditions[at + 1..].iter().all(|other| exclude(one, other)))
}

/// Does one part of the first condition contradict one part of the second?
fn exclude(one: &Node, other: &Node) -> bool {
    match (one, other) {
        (Node::YesNo(false), _) | (_, Node::YesNo(false)) => true,
        (Node::And(parts), other) | (other, Node::And(parts)) => parts.iter().any(|part| exclude(part, other)),
        (Node::Or(parts), other) | (other, Node::Or(parts)) => parts.iter().all(|part| exclude(part, other)),
        (Node::Not(inner), other) | (other, Node::Not(inner)) if inner.as_ref() == other => true,
        (Node::Not(inner), other) | (other, Node::Not(inner)) => covers(inner, other),
        (Node::OneOf { of, codes }, Node::OneOf { of: same, codes: others }) => of == same && codes.is_disjoint(others),
        (Node::OneOf { of, codes }, Node::Related(Relation::Equal, same, text))
        | (Node::Related(Relation::Equal, same, text), Node::OneOf { of, codes }) => {
            of == same && matches!(text.as_ref(), Node::Text(text) if !codes.contains(text))
        }
        (Node::Related(a, left, low), Node::Related(b, same, high)) if left == same => {
            match (constant(low), constant(high)) {
                (Some(low), Some(high)) => contradict((*a, &low), (*b, &high)),
                _ => false,
            }
        }
        _ => false,
    }
}

/// Does the second condition hold only where the first does? Then it excludes the first's opposite.
fn covers(whole: &Node, part: &Node) -> bool {
    match (whole, part) {
        (whole, part) if whole == part => true,
        (Node::Or(wholes), part) => wholes.iter().any(|whole| covers(whole, part)),
        (Node::OneOf { of, codes }, Node::OneOf { of: same, codes: others }) => of == same && others.is_subset(codes),
        (Node::OneOf { of, codes }, Node::Related(Relation::Equal, same, text)) => {
            of == same && matches!(text.as_ref(), Node::Text(text) if codes.contains(text))
        }
        _ => false,
    }
}

/// Two comparisons of one thing with constants that cannot both be yes.
fn contradict((a, low): (Relation, &Val<'_>), (b, high): (Relation, &Val<'_>)) -> bool {
    use Relation::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, Unequal};
    let holds = |relation, one: &Val<'_>, other: &Val<'_>| operations::related(relation, one, other) == Truth::Yes;
    match (a, b) {
        (Equal, b) => !holds(b, low, high) && low.order(high).is_some(),
        (a, Equal) => !holds(a, high, low) && low.order(high).is_some(),
        (Unequal, _) | (_, Unequal) => false,
        (Greater | GreaterOrEqual, Less | LessOrEqual) => {
            let both_closed = a == GreaterOrEqual && b == LessOrEqual;
            holds(Greater, low, high) || (!both_closed && holds(Equal, low, high))
        }
        (Less | LessOrEqual, Greater | GreaterOrEqual) => contradict((b, high), (a, low)),
        _ => false,
    }
}
