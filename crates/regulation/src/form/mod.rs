//! Form logic: raw answers, field checks, visible steps, prefill.

use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::fact::{FactName, Facts, Source};
use crate::package::{FactType, Regulation};

/// Raw answers exactly as typed: field name → text, or a list of such maps for a repeating
/// group, or an attachment. Wrong answers are kept too (FORM-08).
pub type Answers = IndexMap<String, serde_json::Value>;

/// Something wrong with one answer: a value, not an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Path of the field: `children.0.born`.
    pub field: String,
    /// Stable code.
    pub code: std::borrow::Cow<'static, str>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub mend: String,
    /// The clause that asks for it, in words.
    pub clause: Option<String>,
}

/// The form as one person sees it now. Hidden steps and fields are left out.
#[derive(Debug, Clone, Default)]
pub struct FormView {
    /// Visible steps in order.
    pub steps: Vec<StepView>,
}

/// A visible step.
#[derive(Debug, Clone)]
pub struct StepView {
    /// Id used in addresses.
    pub id: String,
    /// Title.
    pub title: String,
    /// One sentence under the title.
    pub lead: Option<String>,
    /// Visible fields in order.
    pub fields: Vec<FieldView>,
    /// Nothing in it blocks filing.
    pub complete: bool,
    /// How many of its fields block filing, those not answered yet included.
    pub problems: usize,
}

/// A visible field.
#[derive(Debug, Clone)]
pub struct FieldView {
    /// Path: `applicant.birthdate` or `children.0.born`.
    pub path: String,
    /// Name of the fact; in a record its short name.
    pub name: FactName,
    /// Label.
    pub label: String,
    /// Help beside the field.
    pub hint: Option<String>,
    /// Type with its limits.
    pub kind: FactType,
    /// Must it be answered before filing?
    pub required: bool,
    /// The answer as typed, or the prefilled one in the same form; null when there is none.
    pub raw: serde_json::Value,
    /// The answer in words for people; as typed when it is wrong.
    pub shown: String,
    /// Where the value came from, when it was not typed.
    pub source: Option<Source>,
    /// What it is asked for and by which clause.
    pub why: String,
    /// What is wrong with the answer given; a field not answered yet has none here.
    pub problem: Option<Problem>,
    /// Records of a repeating group.
    pub records: Vec<Vec<FieldView>>,
}

/// The form as it stands. Cheap: called for each request.
pub fn view(_regulation: &Regulation, _answers: &Answers, _prefill: &Facts, _today: Date) -> FormView {
    FormView::default()
}

/// Everything that blocks filing.
pub fn check(_regulation: &Regulation, _answers: &Answers, _prefill: &Facts, _today: Date) -> Vec<Problem> {
    Vec::new()
}

/// What is wrong with one field (FORM-03).
pub fn check_field(
    _regulation: &Regulation,
    _path: &str,
    _answers: &Answers,
    _prefill: &Facts,
    _today: Date,
) -> Option<Problem> {
    None
}

/// Typed facts of visible fields, prefilled ones and derived ones.
pub fn facts(
    _regulation: &Regulation,
    _answers: &Answers,
    prefill: &Facts,
    _now: Timestamp,
    _today: Date,
) -> Facts {
    prefill.clone()
}

/// Labels of fields that are filled but hidden: listed before sending (FORM-11).
pub fn hidden(_regulation: &Regulation, _answers: &Answers, _prefill: &Facts, _today: Date) -> Vec<String> {
    Vec::new()
}

/// What the identity provider holds, as facts (FORM-10).
pub fn identity_facts(
    _regulation: &Regulation,
    _claims: &serde_json::Map<String, serde_json::Value>,
    _at: Timestamp,
) -> Facts {
    Facts::default()
}

/// A register's answer as facts, or what is wrong with it.
pub fn source_facts(
    _regulation: &Regulation,
    _source: &str,
    _answer: &serde_json::Map<String, serde_json::Value>,
    _at: Timestamp,
) -> Result<Facts, String> {
    Ok(Facts::default())
}
