//! The compiled tree: names resolved, types proved, sugar gone.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::functions::Function;
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
    If(Box<Node>, Box<Node>, Box<Node>),
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
    List(Vec<Node>),
    Call(Function, Vec<Node>),
}

impl Node {
    /// Its direct parts, in order.
    pub fn parts(&self) -> Vec<&Node> {
        match self {
            Self::YesNo(_)
            | Self::Number(_)
            | Self::Text(_)
            | Self::Date(_)
            | Self::Length(_)
            | Self::Today
            | Self::Fact(_)
            | Self::Criterion(_)
            | Self::Local(_) => Vec::new(),
            Self::Field { of, .. } => vec![of],
            Self::Not(inner) | Self::Negative(inner) => vec![inner],
            Self::And(parts) | Self::Or(parts) | Self::List(parts) | Self::Call(_, parts) => parts.iter().collect(),
            Self::If(condition, yes, no) => vec![condition, yes, no],
            Self::Related(_, left, right) | Self::Reckoned(_, left, right) => vec![left, right],
            Self::Quantified { list, body, .. } => vec![list, body],
            Self::Filter { list, condition } => vec![list, condition],
        }
    }

    /// How many nodes it has.
    pub fn size(&self) -> usize {
        1 + self.parts().into_iter().map(Node::size).sum::<usize>()
    }
}
