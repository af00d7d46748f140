//! Grounds: why a case is refused, returned, forwarded, suspended, prolonged.

use super::Clause;
use crate::clock::Term;
use crate::diagnostic::Span;
use crate::expression::Expression;

/// A ground (основание) on which something happens to a case.
#[derive(Debug, Clone)]
pub struct Ground {
    /// Id in the regulation: `H2`.
    pub id: String,
    /// Title for officials, in the words of the act.
    pub title: String,
    /// Holds when this is yes; `None` when only a person can see it.
    pub when: Option<Expression>,
    /// Only in these variants; empty means all.
    pub variants: Vec<String>,
    /// The clause.
    pub because: Clause,
    /// Whole sentence for the applicant.
    pub say: String,
    /// What the applicant can do about it.
    pub mend: String,
    /// Where it is declared.
    pub span: Span,
}

/// A ground to suspend the term (приостановление): the clock stands still meanwhile.
#[derive(Debug, Clone)]
pub struct Suspension {
    /// When it holds.
    pub ground: Ground,
    /// What ends it; `None` when only a person can see that.
    pub until: Option<Expression>,
    /// The longest it may last; `None` when the act sets no limit.
    pub limit: Option<Term>,
}

/// A ground to return the application unconsidered (возврат): a third outcome beside yes and no.
#[derive(Debug, Clone)]
pub struct Return {
    /// When it holds.
    pub ground: Ground,
    /// Within which term from receipt.
    pub within: Term,
}

/// A ground to pass the application on to the body that is competent (перенаправление).
#[derive(Debug, Clone)]
pub struct Forwarding {
    /// When it holds.
    pub ground: Ground,
    /// To whom: id of an authority of the region, or its name in words.
    pub to: String,
    /// Within which term from receipt.
    pub within: Term,
}

/// A ground to prolong the whole term (продление): the clock runs on, the end moves.
#[derive(Debug, Clone)]
pub struct Prolongation {
    /// When it holds.
    pub ground: Ground,
    /// The whole term from registration becomes this.
    pub to: Term,
}
