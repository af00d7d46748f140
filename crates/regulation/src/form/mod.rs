//! Form logic: raw answers, field checks, visible steps, prefill.
//!
//! Everything is read off one [`walk`]; nothing here stops a draft from being saved (FORM-08):
//! raw answers are never changed, only looked at. Problems and their words are in `problem.rs`.

mod derive;
mod outside;
pub(crate) mod problem;
mod raw;
pub(crate) mod read;
mod walk;

use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::assess::shown;
use crate::fact::{FactName, Facts, Source};
use crate::package::{Fact, FactType, Purpose, Regulation};

use walk::{Field, walk};

pub use derive::derive;
pub use outside::{
    CaseSelf, Channel, case_facts, event_facts, identity_facts, of_applicant, party_facts, service_facts, source_facts,
    value_of,
};
pub use problem::Problem;

/// Raw answers exactly as typed: field name → text, or a list of such maps for a repeating
/// group, or an attachment. Wrong answers are kept too (FORM-08).
pub type Answers = IndexMap<String, serde_json::Value>;

/// The form as one person sees it now. Hidden steps and fields are left out; their answers stay.
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
    /// What blocks filing here: a wrong answer, or a missing one (code `required`, `raw` blank),
    /// which a page shows only once the person tried to go on.
    pub problem: Option<Problem>,
    /// Records of a repeating group; blank ones stand up to the fewest that are needed.
    pub records: Vec<Vec<FieldView>>,
}

impl FormView {
    /// Documents on the form that the applicant may declare to have instead of sending a copy, and
    /// shows in the original later: those whose author marked them so (FORM-16).
    pub fn declarable<'r>(&self, regulation: &'r Regulation) -> Vec<&'r Fact> {
        let asked = self.steps.iter().flat_map(|step| &step.fields).filter_map(|field| regulation.fact(&field.path));
        asked.filter(|fact| fact.document.as_ref().is_some_and(|terms| terms.original)).collect()
    }
}

/// The form as it stands. Cheap: called for each request.
pub fn view(regulation: &Regulation, answers: &Answers, prefill: &Facts, today: Date) -> FormView {
    let walk = walk(regulation, answers, prefill, start_of(today), today);
    let steps = walk.steps.into_iter().map(|(step, fields)| {
        let problems = fields.iter().map(count_problems).sum();
        StepView {
            id: step.id.clone(),
            title: step.title.clone(),
            lead: step.lead.clone(),
            fields: fields.into_iter().map(|field| field_view(regulation, field)).collect(),
            complete: problems == 0,
            problems,
        }
    });
    FormView { steps: steps.collect() }
}

/// Everything that blocks filing, in the order of the form.
pub fn check(regulation: &Regulation, answers: &Answers, prefill: &Facts, today: Date) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (_, fields) in walk(regulation, answers, prefill, start_of(today), today).steps {
        for field in fields {
            collect(field, &mut problems);
        }
    }
    problems
}

/// What is wrong with one field (FORM-03): the same finding as [`check`] gives for it.
pub fn check_field(
    regulation: &Regulation,
    path: &str,
    answers: &Answers,
    prefill: &Facts,
    today: Date,
) -> Option<Problem> {
    check(regulation, answers, prefill, today).into_iter().find(|problem| problem.field == path)
}

/// Typed facts of visible fields, prefilled ones and derived ones. An optional question left
/// blank is known to be absent; a wrong or missing answer is not known.
pub fn facts(regulation: &Regulation, answers: &Answers, prefill: &Facts, now: Timestamp, today: Date) -> Facts {
    walk(regulation, answers, prefill, now, today).facts
}

/// Labels of fields that are filled but hidden: listed before sending (FORM-11).
pub fn hidden(regulation: &Regulation, answers: &Answers, prefill: &Facts, today: Date) -> Vec<String> {
    walk(regulation, answers, prefill, start_of(today), today).hidden
}

/// A moment of that day, for questions that do not keep the facts they make.
fn start_of(today: Date) -> Timestamp {
    today.to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |start| start.timestamp())
}

fn count_problems(field: &Field<'_>) -> usize {
    let below: usize = field.records.iter().flat_map(|entry| &entry.fields).map(count_problems).sum();
    usize::from(field.problem.is_some()) + below
}

fn collect(field: Field<'_>, problems: &mut Vec<Problem>) {
    problems.extend(field.problem);
    for entry in field.records {
        for field in entry.fields {
            collect(field, problems);
        }
    }
}

fn field_view(regulation: &Regulation, field: Field<'_>) -> FieldView {
    let Field { path, name, fact, raw, value, source, problem, records } = field;
    let shown = match &value {
        Some(value) => shown(&fact.kind, value),
        None => raw.as_str().map(str::trim).unwrap_or_default().to_owned(),
    };
    let mut records: Vec<Vec<FieldView>> = records
        .into_iter()
        .map(|entry| entry.fields.into_iter().map(|field| field_view(regulation, field)).collect())
        .collect();
    if let FactType::List { item, min, .. } = &fact.kind
        && fact.required
    {
        for index in records.len()..(*min).max(1) {
            records.push(blank_record(regulation, item, &path, index));
        }
    }
    FieldView {
        name: name.to_owned(),
        label: fact.label.clone(),
        hint: fact.hint.clone(),
        kind: fact.kind.clone(),
        required: fact.required,
        why: why(regulation, fact),
        path,
        raw,
        shown,
        source,
        problem,
        records,
    }
}

fn blank_record(regulation: &Regulation, items: &IndexMap<String, Fact>, path: &str, index: usize) -> Vec<FieldView> {
    let shown = items.iter().filter(|(_, fact)| fact.when.is_none());
    shown
        .map(|(name, fact)| {
            let path = format!("{path}.{index}.{name}");
            let raw = serde_json::Value::Null;
            let (value, source, problem, records) = (None, None, None, Vec::new());
            field_view(regulation, Field { path, name, fact, raw, value, source, problem, records })
        })
        .collect()
}

/// Why it is asked: the purpose and the clause, as whole sentences (the citizen presses «зачем»).
fn why(regulation: &Regulation, fact: &Fact) -> String {
    let purpose = match fact.purpose {
        Purpose::Identification => "Нужно, чтобы установить, кто обращается.",
        Purpose::Decision => "Нужно, чтобы принять решение по заявлению.",
        Purpose::Contact => "Нужно, чтобы связаться с вами.",
        Purpose::Result => "Нужно для документа или записи, которые вы получите.",
        Purpose::Request => "Нужно, чтобы запросить сведения у других ведомств.",
    };
    if fact.because.act.is_empty() {
        return purpose.to_owned();
    }
    format!("{purpose} Основание: {}.", regulation.clause_text(&fact.because))
}
