//! The way of a case: form, criteria, variants, procedures, results.

use jiff::civil::Date;
use serde::Serialize;

use super::Clause;
use crate::clock::Term;
use crate::diagnostic::Span;
use crate::expression::Expression;

/// A step of the form.
#[derive(Debug, Clone)]
pub struct FormStep {
    /// Id used in addresses.
    pub id: String,
    /// Title in plain words.
    pub title: String,
    /// One sentence under the title.
    pub lead: Option<String>,
    /// Facts asked here, in order.
    pub fields: Vec<String>,
    /// Shown only when this is yes.
    pub when: Option<Expression>,
}

/// A named yes/no criterion (критерий принятия решения).
#[derive(Debug, Clone)]
pub struct Criterion {
    /// Id used in expressions.
    pub id: String,
    /// The rule.
    pub rule: Expression,
    /// The clause it rests on.
    pub because: Clause,
    /// Whole sentence when yes.
    pub say_yes: String,
    /// Whole sentence when no.
    pub say_no: String,
    /// Whole sentence when not known yet.
    pub say_unknown: String,
    /// Where it is declared.
    pub span: Span,
}

/// A variant of the service.
#[derive(Debug, Clone)]
pub struct Variant {
    /// Id.
    pub id: String,
    /// Title in plain words.
    pub title: String,
    /// Fits when this is yes.
    pub when: Expression,
    /// The whole term, from registration, unless one of `terms` holds.
    pub term: Term,
    /// Other terms by channel, date or fact; the first that holds counts.
    pub terms: Vec<TermRule>,
    /// The clause that sets the term.
    pub because: Clause,
    /// Where it is declared.
    pub span: Span,
}

/// A term that holds only under a condition or between days.
#[derive(Debug, Clone)]
pub struct TermRule {
    /// Holds when this is yes; always when left out.
    pub when: Option<Expression>,
    /// First day.
    pub from: Option<Date>,
    /// The day after the last one.
    pub until: Option<Date>,
    /// The whole term, from registration.
    pub term: Term,
    /// The clause.
    pub because: Clause,
}

/// The ten typical procedures (C24 IV.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProcedureKind {
    /// P1.
    Profiling,
    /// P2: receipt of the request.
    Intake,
    /// P3: interagency or in-house exchange.
    Exchange,
    /// P4.
    Suspension,
    /// P5.
    Decision,
    /// P6: provision of the result.
    Provision,
    /// P7.
    ExtraData,
    /// P8.
    Distribution,
    /// P9.
    Assessment,
    /// P10.
    Proactive,
}

/// Who performs a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Performer {
    /// Only the machine.
    Machine,
    /// The machine where the criteria are known, otherwise a person.
    MachineElseOfficial,
    /// Always a person.
    Official,
}

/// One administrative procedure of the regulation.
#[derive(Debug, Clone)]
pub struct Procedure {
    /// Id.
    pub id: String,
    /// Which of the ten kinds.
    pub kind: ProcedureKind,
    /// Title in plain words.
    pub title: String,
    /// Norm.
    pub within: Term,
    /// Who performs it.
    pub by: Performer,
    /// Input facts (PROCEDURE-02).
    pub input: Vec<String>,
    /// Output facts.
    pub output: Vec<String>,
    /// Start criterion; `None` means when the one before ended.
    pub start: Option<Expression>,
    /// End criterion; `None` means when the performer is done.
    pub end: Option<Expression>,
    /// Only in these variants; empty means all.
    pub variants: Vec<String>,
    /// For exchange: ids of the sources asked.
    pub asks: Vec<String>,
    /// For the decision: the norm that passes in silence grants the application.
    pub tacit_consent: Option<TacitConsent>,
    /// The clause.
    pub because: Clause,
    /// Where it is declared.
    pub span: Span,
}

/// Silence is consent (молчаливое согласие): an authority that decided nothing in its norm has
/// granted the application, unless a ground to refuse is established.
#[derive(Debug, Clone)]
pub struct TacitConsent {
    /// The clause.
    pub because: Clause,
    /// Whole sentence for the applicant.
    pub say: String,
}

/// What the applicant gets (результат).
#[derive(Debug, Clone)]
pub struct Output {
    /// Id.
    pub id: String,
    /// Title in plain words.
    pub title: String,
    /// Document or register entry.
    pub kind: OutputKind,
    /// Only in these variants; empty means all.
    pub variants: Vec<String>,
    /// Given only when this is yes: a plate only when a new one was asked for.
    pub when: Option<Expression>,
    /// Template of the document or extract, a file of the package.
    pub template: String,
    /// Facts that the entry or document holds.
    pub holds: Vec<String>,
    /// How long it is valid, from issue; `None` means without limit.
    pub valid: Option<Term>,
    /// How long it stays in the account (T31); `None` means for ever.
    pub keep: Option<Term>,
    /// Prefix of its number, for example `ОБ`.
    pub prefix: String,
    /// The clause.
    pub because: Clause,
}

/// Kinds of result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "register")]
pub enum OutputKind {
    /// A signed electronic document.
    Document,
    /// An entry in that register; documents are views of it.
    Register(String),
    /// Information given to the applicant, without legal effect of its own.
    Information,
    /// A thing: a plate, a stamped original, a numbered blank.
    Object(String),
}
