//! What there is not enough of: limited resources with their queues, and slots to come to.

use serde::{Deserialize, Serialize};

use super::Clause;
use crate::clock::Term;
use crate::diagnostic::Span;
use crate::expression::Expression;

/// A limited resource: places, permits, plots (распределение ограниченного ресурса).
#[derive(Debug, Clone)]
pub struct Resource {
    /// Id.
    pub id: String,
    /// What it is, in plain words.
    pub title: String,
    /// What one piece is called: «место».
    pub unit: String,
    /// Facts that say of which stock a piece is: camp, shift, age group.
    pub key: Vec<String>,
    /// Which applications need it; all when left out.
    pub when: Option<Expression>,
    /// Who comes first.
    pub order: Order,
    /// For [`Order::Ranking`]: what ranks, first to last; arrival settles the rest.
    pub rank: Vec<Rank>,
    /// A part kept for some applicants.
    pub shares: Vec<Share>,
    /// First and last day of taking applications.
    pub opens: Option<Expression>,
    /// Last day of taking applications.
    pub closes: Option<Expression>,
    /// How long a piece stays held for an unfinished application.
    pub hold: Option<Term>,
    /// Within which term an offered piece must be accepted.
    pub offer: Option<Term>,
    /// How many one applicant may ask for.
    pub limits: Vec<Limit>,
    /// The clause.
    pub because: Clause,
    /// Where it is declared.
    pub span: Span,
}

/// Orders of a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// By the moment of filing.
    Arrival,
    /// By a published ranking, then by the moment of filing.
    Ranking,
    /// By lot, with a protocol that anybody can recompute.
    Lottery,
}

/// One criterion of a ranking.
#[derive(Debug, Clone)]
pub struct Rank {
    /// What it is, in plain words.
    pub title: String,
    /// The number, date or yes-no that ranks.
    pub by: Expression,
    /// Larger (later, yes) comes first.
    pub descending: bool,
    /// The clause.
    pub because: Clause,
}

/// A part of a resource kept for some applicants.
#[derive(Debug, Clone)]
pub struct Share {
    /// For whom, in plain words.
    pub title: String,
    /// Percent of the stock, rounded up.
    pub percent: u8,
    /// Who may have it.
    pub when: Expression,
    /// The clause.
    pub because: Clause,
}

/// How often one applicant may have it.
#[derive(Debug, Clone)]
pub struct Limit {
    /// Facts that together make one: the applicant, the species, the district.
    pub per: Vec<String>,
    /// Most at once, or within the term.
    pub most: u32,
    /// Within which term; `None` means at once.
    pub within: Option<Term>,
    /// Whole sentence for the one who asks for more.
    pub say: String,
    /// What they can do.
    pub mend: String,
    /// The clause.
    pub because: Clause,
}

/// A slot to come to (запись на приём), at a moment that the applicant chooses.
#[derive(Debug, Clone)]
pub struct Booking {
    /// Id.
    pub id: String,
    /// What for, in plain words.
    pub title: String,
    /// What is booked: `window`, `hall`, `inspector`, or a word of the region.
    pub resource: String,
    /// Needed only when this is yes.
    pub when: Option<Expression>,
    /// Fact that says where: the office or place.
    pub place: Option<String>,
    /// Fact that is the day of the slot: chosen with it, not asked.
    pub date: Option<String>,
    /// Length of a slot in minutes.
    pub minutes: u32,
    /// Not earlier than this after filing.
    pub earliest: Option<Term>,
    /// Not later than this after filing.
    pub latest: Option<Term>,
    /// How long a chosen slot is held for an unfinished application.
    pub hold: Option<Term>,
    /// The clause.
    pub because: Clause,
    /// Where it is declared.
    pub span: Span,
}
