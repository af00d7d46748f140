//! Proofs about regulations: what can never happen, what happens twice, what happens to nobody,
//! and, just as plainly, what could not be explored.
//!
//! [`regulation`] looks at one service, [`library`] at all of them together, [`burden`] weighs
//! what an applicant has to do, [`paths`] lists every way through a service. A proof is data; its
//! words stand in `package::check`. Everything rests on two ideas: a condition is a set of answers
//! in a finite partition (`expression::Space`), and a decision table is a set of boxes
//! ([`table`]). Where neither is exact, the claim is not made and [`Unexplored`] says why.

mod axis;
mod bits;
mod burden;
mod conditions;
mod demands;
mod draw;
mod library;
mod logic;
mod paths;
mod questions;
mod reads;
mod table;
mod tables;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use crate::assess::Cost;
use crate::expression::Expression;
use crate::fact::FactName;
use crate::package::Regulation;

pub use burden::{Burden, burden, over_budget};
pub use conditions::{At, Grounds, name_of};
pub use demands::{PaperDemand, paper_demands};
pub use draw::{draw, ending};
pub use library::{Edge, LibraryFinding, chain, library};
pub use paths::{Branch, End, MOST_PATHS, Path, Paths, Way, paths};
pub use questions::{dead, held_by_account, held_documents, unused_definitions};
pub use table::{TableProof, table};

/// Answers in words of the language: a fact and its value.
pub type Answers = Vec<(FactName, String)>;

/// Something proved about a regulation.
#[derive(Debug, Clone, PartialEq)]
pub enum Claim {
    /// Two variants fit at once.
    VariantsOverlap {
        /// Place of the first.
        first: usize,
        /// Place of the second.
        second: usize,
        /// When.
        answers: Answers,
    },
    /// No variant fits, and no ground ends the case.
    VariantsGap(Answers),
    /// Nobody who gets this variant is ever granted it: these grounds take them all.
    NeverGranted {
        /// Place of the variant.
        variant: usize,
        /// Ids of the grounds.
        grounds: Vec<String>,
    },
    /// It never holds.
    Never(At),
    /// It always holds.
    Always(At),
    /// Two grounds of a list hold under exactly the same answers.
    Same(Grounds, usize, usize),
    /// An exemption that a larger one always covers: places of both.
    Covered(usize, usize),
    /// Two exemptions from different lines hold at once.
    ExemptionsOverlap {
        /// Place of the first.
        first: usize,
        /// Place of the second.
        second: usize,
        /// When.
        answers: Answers,
    },
    /// Two rows of a table fit at once.
    RowsOverlap {
        /// Place of the table.
        table: usize,
        /// Place of the first row.
        first: usize,
        /// Place of the second row.
        second: usize,
        /// When: a value for each column, or facts.
        answers: Answers,
    },
    /// No row of a table fits.
    RowsGap {
        /// Place of the table.
        table: usize,
        /// When.
        answers: Answers,
    },
}

/// Something that could not be settled, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unexplored {
    /// What, in words.
    pub what: String,
    /// Why, a whole sentence.
    pub why: String,
}

/// Everything that was proved, and what was not.
#[derive(Debug, Clone, Default)]
pub struct Proofs {
    /// What was proved to be so.
    pub claims: Vec<Claim>,
    /// What was left open.
    pub unexplored: Vec<Unexplored>,
    /// Facts on which some condition really depends.
    pub matter: BTreeSet<FactName>,
}

/// The condition of an element.
pub fn condition(regulation: &Regulation, at: At) -> Option<&Expression> {
    conditions::conditions(regulation).into_iter().find(|(place, _)| *place == at).map(|(_, when)| when)
}

/// Most days on which a regulation is looked at.
const DAYS: usize = 6;

/// Proves what can be proved about one regulation: on its first day, and on every later day on
/// which a parameter changes. What happens on one of them happens; what never happens must not
/// happen on any.
pub fn regulation(regulation: &Regulation) -> Proofs {
    let mut days = days(regulation).into_iter();
    let mut proofs = Proofs::default();
    logic::prove(regulation, days.next().unwrap_or(regulation.from), &mut proofs);
    for day in days {
        let mut later = Proofs::default();
        logic::prove(regulation, day, &mut later);
        proofs.merge(later);
    }
    proofs.unexplored.sort_by(|a, b| (&a.what, &a.why).cmp(&(&b.what, &b.why)));
    proofs.unexplored.dedup();
    proofs
}

/// The first day of the regulation and the days on which its parameters change.
fn days(regulation: &Regulation) -> Vec<Date> {
    let editions = regulation.params.values().flat_map(|one| &one.editions);
    let changes = editions.map(|edition| edition.from).filter(|day| *day > regulation.from);
    let changes: BTreeSet<Date> = changes.collect();
    std::iter::once(regulation.from).chain(changes).take(DAYS).collect()
}

impl Proofs {
    fn merge(&mut self, later: Self) {
        self.claims.retain(|claim| claim.is_of_some_day() || later.claims.iter().any(|other| claim.is_like(other)));
        for claim in later.claims {
            if claim.is_of_some_day() && !self.claims.iter().any(|known| known.is_like(&claim)) {
                self.claims.push(claim);
            }
        }
        self.unexplored.extend(later.unexplored);
        self.matter.extend(later.matter);
    }
}

impl Claim {
    /// Is one day enough for it to be true?
    fn is_of_some_day(&self) -> bool {
        matches!(
            self,
            Self::VariantsOverlap { .. }
                | Self::VariantsGap(_)
                | Self::ExemptionsOverlap { .. }
                | Self::RowsOverlap { .. }
                | Self::RowsGap { .. }
        )
    }

    /// Is it the same claim, whatever its example?
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::VariantsOverlap { first: a, second: b, .. }, Self::VariantsOverlap { first: c, second: d, .. })
            | (
                Self::ExemptionsOverlap { first: a, second: b, .. },
                Self::ExemptionsOverlap { first: c, second: d, .. },
            ) => (a, b) == (c, d),
            (
                Self::RowsOverlap { table: t, first: a, second: b, .. },
                Self::RowsOverlap { table: u, first: c, second: d, .. },
            ) => (t, a, b) == (u, c, d),
            (Self::RowsGap { table: t, .. }, Self::RowsGap { table: u, .. }) => t == u,
            (Self::VariantsGap(_), Self::VariantsGap(_)) => true,
            (Self::NeverGranted { variant: a, .. }, Self::NeverGranted { variant: b, .. }) => a == b,
            _ => self == other,
        }
    }
}

/// What a service costs, in words: «бесплатно», «1500 ₽», «от 0 до 3500 ₽».
pub fn fee_in_words(fee: &Cost) -> String {
    if fee.is_free() {
        return "бесплатно".to_owned();
    }
    match (fee.exact(), fee.most) {
        (Some(exact), _) => exact.to_string(),
        (None, Some(most)) => format!("от {} до {most}", fee.least),
        (None, None) => format!("от {}", fee.least),
    }
}
