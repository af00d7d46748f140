//! What lies around a service: related services, and life after the decision.

use serde::Serialize;

use super::Clause;
use crate::clock::Term;
use crate::diagnostic::Span;
use crate::expression::Expression;

/// A link to another service. Facts that its results give are named in `from` of facts.
#[derive(Debug, Clone)]
pub struct Relation {
    /// Id of the other service.
    pub service: String,
    /// How it is related.
    pub kind: RelationKind,
    /// Why, a whole sentence for the applicant.
    pub say: String,
    /// Where it is declared.
    pub span: Span,
}

/// How services are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RelationKind {
    /// It comes first: its result is needed here.
    Before,
    /// It can follow: the result here is needed there.
    After,
    /// One of the two is enough.
    Instead,
    /// People who need this often need that too.
    Beside,
}

/// What goes on after the decision.
#[derive(Debug, Clone)]
pub struct Afterwards {
    /// Id.
    pub id: String,
    /// What it is, in plain words.
    pub title: String,
    /// What happens.
    pub kind: AfterwardsKind,
    /// Happens when this is yes; always when left out.
    pub when: Option<Expression>,
    /// Only in these variants; empty means all.
    pub variants: Vec<String>,
    /// Within which term it must be done.
    pub within: Option<Term>,
    /// Again and again after this term.
    pub every: Option<Term>,
    /// Sources that are asked.
    pub asks: Vec<String>,
    /// Who has not done it may not apply again for this term.
    pub blocks: Option<Term>,
    /// Whole sentence for the applicant.
    pub say: String,
    /// What the applicant can do about it.
    pub mend: String,
    /// The clause.
    pub because: Clause,
    /// Where it is declared.
    pub span: Span,
}

/// Kinds of what goes on after the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AfterwardsKind {
    /// The applicant owes a report.
    Report,
    /// The grounds are looked at again.
    Recheck,
    /// The entry is suspended while the condition holds.
    SuspendEntry,
    /// The entry ends.
    EndEntry,
    /// The applicant is offered to renew.
    Renewal,
    /// The work is closed with an act.
    Closing,
}
