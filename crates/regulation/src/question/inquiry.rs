//! What is to be found out, and by which questions: nothing here knows what a service is.

use std::collections::BTreeSet;

use crate::expression::Expression;
use crate::package::{Fact, Fee, Regulation};

/// Goals to reach and questions that may be asked on the way.
#[derive(Debug, Clone)]
pub struct Inquiry<'r> {
    /// Gives facts, criteria and sources.
    pub regulation: &'r Regulation,
    /// Questions in the author's order; of two that are as good the earlier one is asked.
    pub questions: Vec<Question<'r>>,
    /// What is to be found out.
    pub goals: Vec<Goal<'r>>,
}

/// A question that may be asked.
#[derive(Debug, Clone)]
pub struct Question<'r> {
    /// The fact it asks for.
    pub fact: &'r Fact,
    /// It may be asked only while all of these are yes.
    pub when: Vec<&'r Expression>,
}

/// Something to be found out.
#[derive(Debug, Clone)]
pub struct Goal<'r> {
    /// Id: `variant`.
    pub id: String,
    /// Only a goal that is sought is worth a question; the others are there for conditions.
    pub sought: bool,
    /// Why a question that bears on it is asked, a whole sentence.
    pub why: String,
    /// What it is.
    pub kind: GoalKind<'r>,
}

/// Kinds of goals.
#[derive(Debug, Clone)]
pub enum GoalKind<'r> {
    /// The label of the first condition that holds.
    First {
        /// Conditions with their labels, in order.
        branches: Vec<(Condition<'r>, String)>,
        /// The label when none holds.
        otherwise: String,
    },
    /// The amount of a fee.
    Amount(&'r Fee),
}

/// A condition made of rules.
#[derive(Debug, Clone)]
pub enum Condition<'r> {
    /// A rule of the language.
    Rule(&'r Expression),
    /// All of these; of none it is yes.
    All(Vec<Condition<'r>>),
    /// Any of these; of none it is no.
    Any(Vec<Condition<'r>>),
    /// Not this.
    Not(Box<Condition<'r>>),
    /// An earlier goal, by its place, ends in one of these labels.
    Reached(usize, Vec<String>),
}

/// Somebody who can be asked instead of the person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The person's account.
    Identity,
    /// The case itself.
    Case,
    /// A declared source.
    Register(String),
    /// The result of another service.
    Service {
        /// Id of the service.
        service: String,
        /// Id of its result.
        result: String,
    },
}

/// Who can be asked now. One who has answered, or did not answer, is left out by the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Nobody: a person who did not sign in.
    Nobody,
    /// Everybody but these.
    AllBut(BTreeSet<Origin>),
}

impl Reach {
    /// Everybody.
    pub fn everybody() -> Self {
        Self::AllBut(BTreeSet::new())
    }

    /// Can this one be asked?
    pub fn has(&self, origin: &Origin) -> bool {
        match self {
            Self::Nobody => false,
            Self::AllBut(silent) => !silent.contains(origin),
        }
    }

    /// The same without one.
    #[must_use]
    pub fn without(self, origin: Origin) -> Self {
        match self {
            Self::Nobody => Self::Nobody,
            Self::AllBut(mut silent) => {
                silent.insert(origin);
                Self::AllBut(silent)
            }
        }
    }
}
