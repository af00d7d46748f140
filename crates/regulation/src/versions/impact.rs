//! What a publication does to open drafts and running cases, class by class.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::fact::Facts;
use crate::form::{self, Answers};
use crate::package::Regulation;

/// What becomes of a draft under the new edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftFate {
    /// It goes on as it is.
    Untouched,
    /// The new edition asks something that the draft does not say yet.
    AskedMore,
    /// Some of its answers do not fit any more; they are kept for the person to see.
    Unfit,
    /// The new edition does not have what the draft is about: a variant, a choice.
    Groundless,
}

/// What a publication does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Impact {
    /// Open drafts by what becomes of them, each with its place in the list that was given.
    pub drafts: BTreeMap<DraftFate, Vec<usize>>,
    /// Fields that newly stand in the way of filing, with how many drafts have each.
    pub fields: BTreeMap<String, usize>,
    /// Running cases: they stay with the edition they began with (CAR-05).
    pub pinned: usize,
}

/// Looks at open drafts (their raw answers and prefilled facts) and counts running cases.
pub fn impact(old: &Regulation, new: &Regulation, drafts: &[(Answers, Facts)], running: usize, today: Date) -> Impact {
    let mut impact = Impact { pinned: running, ..Impact::default() };
    for (at, (answers, prefill)) in drafts.iter().enumerate() {
        let (fate, fields) = fate(old, new, answers, prefill, today);
        impact.drafts.entry(fate).or_default().push(at);
        for field in fields {
            *impact.fields.entry(field).or_default() += 1;
        }
    }
    impact
}

fn fate(
    old: &Regulation,
    new: &Regulation,
    answers: &Answers,
    prefill: &Facts,
    today: Date,
) -> (DraftFate, Vec<String>) {
    let before: Vec<String> = form::check(old, answers, prefill, today).into_iter().map(|one| one.field).collect();
    let after = form::check(new, answers, prefill, today);
    let fresh: Vec<_> = after.into_iter().filter(|one| !before.contains(&one.field)).collect();
    let answered = |field: &str| {
        let name = field.split('.').next().unwrap_or(field);
        answers.contains_key(field) || answers.keys().any(|key| field.starts_with(key.as_str()) || key == name)
    };
    let wrong: Vec<String> = fresh.iter().filter(|one| answered(&one.field)).map(|one| one.field.clone()).collect();
    let more: Vec<String> = fresh.iter().filter(|one| !answered(&one.field)).map(|one| one.field.clone()).collect();
    let gone: Vec<String> = answers.keys().filter(|name| !new.facts.contains_key(*name)).cloned().collect();
    let decisive = |name: &String| new.variants.iter().any(|variant| variant.when.reads_all(new).contains(name));
    if wrong.iter().any(decisive) {
        return (DraftFate::Groundless, wrong);
    }
    if !wrong.is_empty() || !gone.is_empty() {
        return (DraftFate::Unfit, wrong.into_iter().chain(gone).collect());
    }
    if !more.is_empty() {
        return (DraftFate::AskedMore, more);
    }
    (DraftFate::Untouched, Vec::new())
}
