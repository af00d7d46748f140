//! What follows from the facts: variant, grounds, decision, reasons.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::expression::Verdict;
use crate::fact::{FactName, Facts, Source, Value};
use crate::money::Money;
use crate::package::{FactType, Regulation};

/// What the machine sees in a case: stored with the decision as its trace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// Which variant of the service fits.
    pub variant: VariantFit,
    /// Every criterion with its reasons, in the author's order.
    pub criteria: Vec<Finding>,
    /// Grounds to refuse intake.
    pub intake: Vec<GroundFinding>,
    /// Grounds to refuse provision in the variants still possible.
    pub provision: Vec<GroundFinding>,
    /// Take the application in?
    pub accept: Outcome,
    /// Provide?
    pub decision: Outcome,
    /// Fee; `None` means free.
    pub fee: Option<Money>,
}

/// Which variant fits the applicant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VariantFit {
    /// This one.
    One(String),
    /// None: a person must look.
    None,
    /// Depends on these facts.
    NotYet(BTreeSet<FactName>),
}

/// What the machine would decide. A refusal never follows from the unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Every ground the machine can check is No.
    Positive,
    /// These grounds are Yes.
    Negative(Vec<String>),
    /// Depends on these facts; empty when only a person can tell.
    NotYet(BTreeSet<FactName>),
}

/// One criterion with its verdict and reasons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Id of the criterion.
    pub id: String,
    /// Is it so?
    pub verdict: Verdict,
    /// The author's whole sentence for that verdict.
    pub sentence: String,
    /// The clause it rests on, in words.
    pub clause: String,
    /// What it was decided from.
    pub facts: Vec<FactRead>,
    /// Where it is written: `regulation.yaml:120:7`.
    pub place: String,
}

/// One ground to refuse with its verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroundFinding {
    /// Id in the regulation.
    pub id: String,
    /// Title in the words of the act.
    pub title: String,
    /// Does it hold? `None`: only a person can see it.
    pub verdict: Option<Verdict>,
    /// Whole sentence for the applicant.
    pub say: String,
    /// What the applicant can do about it.
    pub mend: String,
    /// The clause, in words.
    pub clause: String,
    /// What it was decided from.
    pub facts: Vec<FactRead>,
    /// Where it is written.
    pub place: String,
}

/// A fact as it was read for a verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FactRead {
    /// Name.
    pub name: FactName,
    /// Label in plain words.
    pub label: String,
    /// Value in words for people.
    pub shown: String,
    /// Who said so; `None` while it is not known.
    pub source: Option<Source>,
    /// When it was said.
    pub at: Option<Timestamp>,
}

/// What follows from the facts on that day.
pub fn assess(regulation: &Regulation, _facts: &Facts, _today: Date) -> Assessment {
    Assessment {
        variant: VariantFit::NotYet(BTreeSet::new()),
        criteria: Vec::new(),
        intake: Vec::new(),
        provision: Vec::new(),
        accept: Outcome::NotYet(BTreeSet::new()),
        decision: Outcome::NotYet(BTreeSet::new()),
        fee: regulation.fee,
    }
}

/// A value in words for people.
pub fn shown(_kind: &FactType, _value: &Value) -> String {
    String::new()
}

/// The decision and its reasons as plain Russian text.
pub fn explain(_assessment: &Assessment, _regulation: &Regulation) -> String {
    String::new()
}
