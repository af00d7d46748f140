//! What changed between two editions, element by element.

use std::collections::BTreeMap;

use serde::Serialize;

use super::element::{Aspect, Element, Sort, elements};
use super::words;
use crate::package::Regulation;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Added, removed, changed, or moved in kind.
    pub kind: Kind,
    /// Path of the element: `variants.issue`.
    pub path: String,
    /// What of it changed: `срок`; empty when the whole element came or went.
    pub aspect: String,
    /// The value before.
    pub old: Option<String>,
    /// The value after.
    pub new: Option<String>,
    /// The clause it rested on before.
    pub old_clause: Option<String>,
    /// The clause it rests on now.
    pub new_clause: Option<String>,
    /// What it means for the applicant.
    pub effect: Effect,
    /// One sentence for a lawyer.
    pub sentence: String,
}

/// Kinds of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It was not there.
    Added,
    /// It is there no more.
    Removed,
    /// It is otherwise.
    Changed,
}

/// What a change means for the applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Less to do, less to wait, less to fear.
    Easier,
    /// More of it.
    Harder,
    /// Neither can be said from the change alone.
    Open,
}

/// All changes from one edition to another, in the order a lawyer reads a regulation.
pub fn diff(old: &Regulation, new: &Regulation) -> Vec<Change> {
    let (before, after) = (elements(old), elements(new));
    let mut changes = Vec::new();
    let known: BTreeMap<&str, &Element> = before.iter().map(|one| (one.path.as_str(), one)).collect();
    for element in &after {
        match known.get(element.path.as_str()) {
            None => changes.push(came(element)),
            Some(earlier) => compare(earlier, element, &mut changes),
        }
    }
    for element in before.iter().filter(|one| !after.iter().any(|other| other.path == one.path)) {
        changes.push(went(element));
    }
    changes
}

fn came(element: &Element) -> Change {
    Change {
        kind: Kind::Added,
        path: element.path.clone(),
        aspect: String::new(),
        old: None,
        new: Some(element.title.clone()),
        old_clause: None,
        new_clause: clause(element),
        effect: effect_of(element.sort, Kind::Added),
        sentence: words::came(element),
    }
}

fn went(element: &Element) -> Change {
    Change {
        kind: Kind::Removed,
        path: element.path.clone(),
        aspect: String::new(),
        old: Some(element.title.clone()),
        new: None,
        old_clause: clause(element),
        new_clause: None,
        effect: effect_of(element.sort, Kind::Removed),
        sentence: words::went(element),
    }
}

fn clause(element: &Element) -> Option<String> {
    Some(element.clause.clone()).filter(|clause| !clause.is_empty())
}

fn compare(old: &Element, new: &Element, changes: &mut Vec<Change>) {
    let change = |aspect: &str, before: &str, after: &str, effect: Effect, sentence: String| Change {
        kind: Kind::Changed,
        path: new.path.clone(),
        aspect: aspect.to_owned(),
        old: Some(before.to_owned()),
        new: Some(after.to_owned()),
        old_clause: clause(old),
        new_clause: clause(new),
        effect,
        sentence,
    };
    if old.sort != new.sort {
        let effect = match (old.sort, new.sort) {
            (Sort::Known, Sort::Question | Sort::Document) => Effect::Harder,
            (Sort::Question | Sort::Document, Sort::Known) => Effect::Easier,
            _ => Effect::Open,
        };
        let (before, after) = (words::sort(old.sort), words::sort(new.sort));
        changes.push(change("вид", before, after, effect, words::became(old, new)));
    }
    for aspect in &new.aspects {
        let place = new.aspects.iter().filter(|one| one.name == aspect.name).position(|one| one == aspect).unwrap_or(0);
        let earlier = old.aspects.iter().filter(|one| one.name == aspect.name).nth(place);
        match earlier {
            Some(earlier) if earlier.shown == aspect.shown => {}
            Some(earlier) => {
                let effect = effect_of_aspect(new.sort, earlier, aspect);
                let sentence = words::changed(new, old, aspect.name, &earlier.shown, &aspect.shown);
                changes.push(change(aspect.name, &earlier.shown, &aspect.shown, effect, sentence));
            }
            None => {
                let sentence = words::changed(new, old, aspect.name, words::NOTHING, &aspect.shown);
                changes.push(change(aspect.name, words::NOTHING, &aspect.shown, Effect::Open, sentence));
            }
        }
    }
    let count = |list: &[Aspect], name: &str| list.iter().filter(|one| one.name == name).count();
    for aspect in &old.aspects {
        if count(&new.aspects, aspect.name) == 0 {
            let sentence = words::changed(new, old, aspect.name, &aspect.shown, words::NOTHING);
            changes.push(change(aspect.name, &aspect.shown, words::NOTHING, Effect::Open, sentence));
        }
    }
    if old.clause != new.clause {
        let sentence = words::changed(new, old, words::CLAUSE, &old.clause, &new.clause);
        changes.push(change(words::CLAUSE, &old.clause, &new.clause, Effect::Open, sentence));
    }
}

/// What it means that a whole element came or went.
fn effect_of(sort: Sort, kind: Kind) -> Effect {
    let burden = match sort {
        Sort::Question
        | Sort::Document
        | Sort::RefuseIntake
        | Sort::RefuseProvision
        | Sort::Suspend
        | Sort::Return
        | Sort::Prolong
        | Sort::FeeLine
        | Sort::Party
        | Sort::Booking => true,
        Sort::Exemption | Sort::Variant => false,
        _ => return Effect::Open,
    };
    match (burden, kind) {
        (true, Kind::Added) | (false, Kind::Removed) => Effect::Harder,
        _ => Effect::Easier,
    }
}

fn effect_of_aspect(sort: Sort, old: &Aspect, new: &Aspect) -> Effect {
    if let (Some(before), Some(after)) = (old.term, new.term) {
        // A longer answer, norm or wait is worse; a longer validity or time to act is better.
        let better = matches!(sort, Sort::Result | Sort::Party)
            || matches!(old.name, "срок согласия" | "удержание" | "не позже чем через");
        let (before, after) = (before.most_days(), after.most_days());
        return match (after > before, better) {
            _ if after == before => Effect::Open,
            (true, false) | (false, true) => Effect::Harder,
            _ => Effect::Easier,
        };
    }
    match (old.name, new.shown.as_str()) {
        ("обязательность", "обязательно") | ("подлинник", "нужен") => {
            Effect::Harder
        }
        ("обязательность" | "подлинник", _) => Effect::Easier,
        _ => Effect::Open,
    }
}
