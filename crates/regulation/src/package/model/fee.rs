//! What a service costs: lines over dated rates, exemptions.

use serde::Serialize;

use super::Clause;
use crate::diagnostic::Span;
use crate::expression::Expression;

/// What the applicant pays. No lines: free of charge by the clause.
#[derive(Debug, Clone)]
pub struct Fee {
    /// What kind of payment it is.
    pub kind: FeeKind,
    /// Until when it must be paid.
    pub due: FeeDue,
    /// Is it given back when the service is not provided or the applicant did not come?
    pub refundable: bool,
    /// The clause that sets the fee or makes the service free.
    pub because: Clause,
    /// The lines that add up.
    pub lines: Vec<FeeLine>,
    /// Who pays less or nothing; the largest one that holds counts.
    pub exemptions: Vec<Exemption>,
}

impl Fee {
    /// Nobody pays anything.
    pub fn is_free(&self) -> bool {
        self.lines.is_empty()
    }
}

/// Kinds of payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FeeKind {
    /// Государственная пошлина.
    Duty,
    /// A payment computed for the case, for example the restoration cost of felled trees.
    Payment,
    /// A part of a price, paid by contract.
    CoPayment,
}

/// Until when a fee must be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FeeDue {
    /// Before the application is registered.
    Filing,
    /// Before the decision.
    Decision,
    /// Before the result is handed over.
    Result,
}

/// One line of a fee.
#[derive(Debug, Clone)]
pub struct FeeLine {
    /// Id.
    pub id: String,
    /// What is paid for, in plain words.
    pub title: String,
    /// Amount in roubles: a literal, a rate of `params`, or a reckoning over facts.
    pub amount: Expression,
    /// How many times: `count(documents)`; once when left out.
    pub times: Option<Expression>,
    /// Only when this is yes.
    pub when: Option<Expression>,
    /// The clause.
    pub because: Clause,
    /// Where it is declared.
    pub span: Span,
}

/// Who pays less.
#[derive(Debug, Clone)]
pub struct Exemption {
    /// Id.
    pub id: String,
    /// Who it is, in plain words.
    pub title: String,
    /// Holds when this is yes.
    pub when: Expression,
    /// Percent of the whole that is not paid; 100 is free.
    pub percent: u8,
    /// Only these lines; empty means all.
    pub lines: Vec<String>,
    /// The clause.
    pub because: Clause,
    /// Where it is declared.
    pub span: Span,
}
