//! What changed between two editions, element by element.

use std::collections::BTreeMap;

use serde::Serialize;

use super::element::{Element, Sort, elements};
use super::value::{Aspect, Item, Noun, Value};
use super::words::{self, Told};
use super::{effect, lists};
use crate::package::Regulation;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Added, removed, changed.
    pub kind: Kind,
    /// Path of the element: `variants.issue`.
    pub path: String,
    /// Key of what changed in it: `term`; empty when the whole element came or went.
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

/// All changes from one edition to another, in the order a lawyer reads a regulation: first what
/// is new or otherwise, then what is gone. The number of the edition and its first day are no change.
pub fn diff(old: &Regulation, new: &Regulation) -> Vec<Change> {
    let (before, after) = (elements(old), elements(new));
    let mut changes = Vec::new();
    let known: BTreeMap<&str, &Element> = before.iter().map(|one| (one.path.as_str(), one)).collect();
    for element in &after {
        match known.get(element.path.as_str()) {
            None => changes.push(whole(element, Kind::Added)),
            Some(earlier) => Pair { old: earlier, new: element }.compare(&mut changes),
        }
    }
    let left: BTreeMap<&str, &Element> = after.iter().map(|one| (one.path.as_str(), one)).collect();
    let gone = before.iter().filter(|one| !left.contains_key(one.path.as_str()));
    changes.extend(gone.map(|element| whole(element, Kind::Removed)));
    changes
}

/// An element came or went.
fn whole(element: &Element, kind: Kind) -> Change {
    let came = kind == Kind::Added;
    let at = |there: bool, what: Option<String>| what.filter(|_| there);
    Change {
        kind,
        path: element.path.clone(),
        aspect: String::new(),
        old: at(!came, Some(element.title.clone())),
        new: at(came, Some(element.title.clone())),
        old_clause: at(!came, clause(element)),
        new_clause: at(came, clause(element)),
        effect: effect::of_whole(element.sort, came),
        sentence: if came { words::came(element) } else { words::went(element) },
    }
}

fn clause(element: &Element) -> Option<String> {
    Some(element.clause.words.clone()).filter(|clause| !clause.is_empty())
}

/// One element in two editions.
#[derive(Clone, Copy)]
struct Pair<'a> {
    old: &'a Element,
    new: &'a Element,
}

impl Pair<'_> {
    fn change(&self, aspect: &str, effect: Effect, sentence: String) -> Change {
        Change {
            kind: Kind::Changed,
            path: self.new.path.clone(),
            aspect: aspect.to_owned(),
            old: None,
            new: None,
            old_clause: clause(self.old),
            new_clause: clause(self.new),
            effect,
            sentence,
        }
    }

    fn compare(&self, changes: &mut Vec<Change>) {
        let Self { old, new } = *self;
        if old.sort != new.sort {
            changes.push(self.change("", effect::of_sort(old.sort, new.sort), words::became(old, new)));
        }
        // Where it is asked is said already when it begins or ceases to be asked.
        let told = |aspect: &&Aspect| old.sort == new.sort || aspect.key != "step";
        for aspect in new.aspects.iter().filter(told) {
            let earlier = old.aspects.iter().find(|one| one.key == aspect.key);
            self.aspect(aspect, earlier.map(|earlier| &earlier.value), Some(&aspect.value), changes);
        }
        for aspect in old.aspects.iter().filter(|one| !new.aspects.iter().any(|other| other.key == one.key)) {
            self.aspect(aspect, Some(&aspect.value), None, changes);
        }
        if old.clause != new.clause {
            let told = self.change("because", Effect::Open, words::rests_on(old, new));
            changes.push(Change { old: clause(old), new: clause(new), ..told });
        }
    }

    /// One aspect; `None` where the element had no such one, because its type has none.
    fn aspect(&self, aspect: &Aspect, before: Option<&Value>, after: Option<&Value>, changes: &mut Vec<Change>) {
        match (before, after) {
            (Some(before), Some(after)) if before == after => {}
            (Some(Value::Items(noun, before)), Some(Value::Items(_, after))) => {
                self.items(aspect, noun, (before, after), changes)
            }
            (None, Some(Value::Items(noun, after))) => self.items(aspect, noun, (&[], after), changes),
            (Some(Value::Items(noun, before)), None) => self.items(aspect, noun, (before, &[]), changes),
            (Some(Value::Order(before)), Some(Value::Order(after))) => {
                if lists::reordered(before, after, |one| &one.0) {
                    self.value(aspect, &Value::Order(before.clone()), &Value::Order(after.clone()), changes);
                }
            }
            (before, after) => {
                let none = Value::Plain("не было".to_owned());
                let (before, after) = (before.unwrap_or(&none), after.unwrap_or(&none));
                self.value(aspect, before, after, changes);
            }
        }
    }

    fn value(&self, aspect: &Aspect, before: &Value, after: &Value, changes: &mut Vec<Change>) {
        let effect = effect::of_value(self.new.sort, aspect.key, before, after);
        let sentence = words::changed(self.old, self.new, aspect, before, after);
        let told = self.change(aspect.key, effect, sentence);
        let shown = |value: &Value| Some(value.shown()).filter(|_| self.new.sort != Sort::File);
        changes.push(Change { old: shown(before), new: shown(after), ..told });
    }

    fn items(&self, aspect: &Aspect, noun: &Noun, (before, after): (&[Item], &[Item]), changes: &mut Vec<Change>) {
        for told in lists::compare(noun, before, after) {
            let sentence = words::item(self.old, self.new, noun, &told);
            let change = self.change(aspect.key, effect::of_item(aspect.key, &told), sentence);
            let (kind, old, new) = match &told {
                Told::Came(item) => (Kind::Added, None, Some(item.shown())),
                Told::Went(item) => (Kind::Removed, Some(item.shown()), None),
                Told::Changed(old, new) => (Kind::Changed, Some(old.shown()), Some(new.shown())),
                Told::Moved(old, new) => {
                    (Kind::Changed, Some(old.clause.words.clone()), Some(new.clause.words.clone()))
                }
                Told::Order => (Kind::Changed, None, None),
            };
            changes.push(Change { kind, old, new, ..change });
        }
    }
}
