//! The compiled tree: names resolved, types proved, sugar gone.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::functions::Function;
use super::pattern::Pattern;
use super::syntax::{Length, Operation, Relation};
use super::types::Domain;
use crate::fact::FactName;

/// A fact that an expression reads, with the values it may take.
#[derive(Debug, Clone)]
pub(crate) struct FactNode {
    pub name: FactName,
    pub domain: Domain,
}

/// Two mentions of a fact are the same mention.
impl PartialEq for FactNode {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// A node of the compiled tree.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// No value: no edition in force, no row that fits.
    Absent,
    YesNo(bool),
    Number(Decimal),
    Text(String),
    Date(Date),
    Length(Length),
    Today,
    Fact(FactNode),
    Criterion(String),
    /// A variable of a quantifier or the record of a filter, counted outwards.
    Local(usize),
    /// A field of a record, of each record of a list, or of an address.
    Field {
        of: Box<Node>,
        name: String,
        required: bool,
    },
    Not(Box<Node>),
    And(Vec<Node>),
    Or(Vec<Node>),
    /// The value of the first arm whose condition holds: `if`, a table, editions of a parameter.
    Choose {
        arms: Vec<(Node, Node)>,
        otherwise: Box<Node>,
        /// No two conditions can hold together, so their order means nothing.
        apart: bool,
    },
    Related(Relation, Box<Node>, Box<Node>),
    Reckoned(Operation, Box<Node>, Box<Node>),
    Negative(Box<Node>),
    Quantified {
        every: bool,
        list: Box<Node>,
        body: Box<Node>,
    },
    Filter {
        list: Box<Node>,
        condition: Box<Node>,
    },
    /// `for x in list return value`.
    For {
        list: Box<Node>,
        value: Box<Node>,
    },
    /// One element: 1 is the first, -1 the last.
    At {
        list: Box<Node>,
        place: i64,
    },
    /// A text among these.
    OneOf {
        of: Box<Node>,
        codes: Arc<BTreeSet<String>>,
    },
    Matches(Box<Node>, Pattern),
    List(Vec<Node>),
    Call(Function, Vec<Node>),
}

impl Node {
    /// Its direct parts, in order.
    pub fn parts(&self) -> Vec<&Node> {
        match self {
            Self::Absent
            | Self::YesNo(_)
            | Self::Number(_)
            | Self::Text(_)
            | Self::Date(_)
            | Self::Length(_)
            | Self::Today
            | Self::Fact(_)
            | Self::Criterion(_)
            | Self::Local(_) => Vec::new(),
            Self::Field { of: inner, .. }
            | Self::At { list: inner, .. }
            | Self::OneOf { of: inner, .. }
            | Self::Matches(inner, _)
            | Self::Not(inner)
            | Self::Negative(inner) => vec![inner],
            Self::And(parts) | Self::Or(parts) | Self::List(parts) | Self::Call(_, parts) => parts.iter().collect(),
            Self::Choose { arms, otherwise, .. } => {
                let mut parts: Vec<&Node> = arms.iter().flat_map(|(condition, value)| [condition, value]).collect();
                parts.push(otherwise);
                parts
            }
            Self::Related(_, left, right) | Self::Reckoned(_, left, right) => vec![left, right],
            Self::Quantified { list, body, .. } => vec![list, body],
            Self::Filter { list, condition } => vec![list, condition],
            Self::For { list, value } => vec![list, value],
        }
    }

    /// The same node over other parts; the work is told which of them stand one record deeper.
    pub fn with_parts(&self, work: &mut dyn FnMut(&Node, bool) -> Node) -> Node {
        let mut one = |node: &Node| Box::new(work(node, false));
        match self {
            Self::Field { of, name, required } => Self::Field { of: one(of), name: name.clone(), required: *required },
            Self::At { list, place } => Self::At { list: one(list), place: *place },
            Self::OneOf { of, codes } => Self::OneOf { of: one(of), codes: codes.clone() },
            Self::Matches(text, pattern) => Self::Matches(one(text), pattern.clone()),
            Self::Not(inner) => Self::Not(one(inner)),
            Self::Negative(inner) => Self::Negative(one(inner)),
            Self::Related(relation, left, right) => Self::Related(*relation, one(left), one(right)),
            Self::Reckoned(operation, left, right) => Self::Reckoned(*operation, one(left), one(right)),
            Self::And(parts) => Self::And(parts.iter().map(|part| work(part, false)).collect()),
            Self::Or(parts) => Self::Or(parts.iter().map(|part| work(part, false)).collect()),
            Self::List(parts) => Self::List(parts.iter().map(|part| work(part, false)).collect()),
            Self::Call(function, parts) => Self::Call(*function, parts.iter().map(|part| work(part, false)).collect()),
            Self::Choose { arms, otherwise, apart } => Self::Choose {
                arms: arms.iter().map(|(condition, value)| (work(condition, false), work(value, false))).collect(),
                otherwise: Box::new(work(otherwise, false)),
                apart: *apart,
            },
            Self::Quantified { every, list, body } => {
                Self::Quantified { every: *every, list: one(list), body: Box::new(work(body, true)) }
            }
            Self::Filter { list, condition } => {
                Self::Filter { list: one(list), condition: Box::new(work(condition, true)) }
            }
            Self::For { list, value } => Self::For { list: one(list), value: Box::new(work(value, true)) },
            leaf => leaf.clone(),
        }
    }

    /// How many nodes it has.
    pub fn size(&self) -> usize {
        1 + self.parts().into_iter().map(Node::size).sum::<usize>()
    }
}
