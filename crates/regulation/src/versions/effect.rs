//! What a change means for the applicant: less to do, to wait and to fear, or more.

use std::cmp::Ordering;

use super::diff::Effect;
use super::element::Sort;
use super::value::Value;
use super::words::Told;
use crate::clock::Term;

/// A whole element came, or went.
pub(super) fn of_whole(sort: Sort, came: bool) -> Effect {
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
        | Sort::Booking
        | Sort::Assessment => true,
        Sort::Exemption | Sort::Variant => false,
        _ => return Effect::Open,
    };
    if burden == came { Effect::Harder } else { Effect::Easier }
}

/// An element is of another kind: asked, or asked no more.
pub(super) fn of_sort(old: Sort, new: Sort) -> Effect {
    match (old, new) {
        (Sort::Known, Sort::Question | Sort::Document) => Effect::Harder,
        (Sort::Question | Sort::Document, Sort::Known) => Effect::Easier,
        _ => Effect::Open,
    }
}

/// One value took the place of another.
pub(super) fn of_value(sort: Sort, key: &str, old: &Value, new: &Value) -> Effect {
    match (old, new) {
        (Value::Term(old), Value::Term(new)) => of_term(sort, key, *old, *new),
        (Value::Ranked(old, _), Value::Ranked(new, _)) => more(new.cmp(old), true),
        (Value::Flag(_), Value::Flag(now)) => match key {
            "required" | "original" if sort != Sort::Mark => more(now.cmp(&false), true).or_easier(),
            "refundable" => more(now.cmp(&false), false).or_harder(),
            _ => Effect::Open,
        },
        (Value::Number(old, _), Value::Number(new, _)) => of_number(key, old.as_ref(), new.as_ref()),
        _ => Effect::Open,
    }
}

impl Effect {
    fn or_easier(self) -> Self {
        if self == Self::Open { Self::Easier } else { self }
    }

    fn or_harder(self) -> Self {
        if self == Self::Open { Self::Harder } else { self }
    }
}

fn more(grew: Ordering, burden: bool) -> Effect {
    match (grew, burden) {
        (Ordering::Equal, _) => Effect::Open,
        (Ordering::Greater, true) | (Ordering::Less, false) => Effect::Harder,
        _ => Effect::Easier,
    }
}

/// Bounds of an answer: to set one narrows, to lift one widens.
fn of_number<N: Ord>(key: &str, old: Option<&N>, new: Option<&N>) -> Effect {
    let burden = match key {
        "min" | "amount" => true,
        "max" | "max-bytes" | "percent" => false,
        _ => return Effect::Open,
    };
    match (old, new) {
        (Some(old), Some(new)) => more(new.cmp(old), burden),
        (None, Some(_)) => Effect::Harder,
        (Some(_), None) => Effect::Easier,
        (None, None) => Effect::Open,
    }
}

/// What a term that is not set amounts to.
enum Unset {
    Nothing,
    Endless,
}

fn of_term(sort: Sort, key: &str, old: Option<Term>, new: Option<Term>) -> Effect {
    let (longer_is_harder, unset) = match (sort, key) {
        // How long a right lasts, and how long one may take to act.
        (Sort::Result, _) | (Sort::Party, "within") | (Sort::Resource, "offer") => (false, Unset::Endless),
        (Sort::Source, "fresh") => (false, Unset::Nothing),
        (Sort::Booking, "latest") | (Sort::Afterwards, "within") => (false, Unset::Endless),
        (Sort::Resource | Sort::Booking, "hold") => (false, Unset::Nothing),
        (Sort::Afterwards, "every") => (false, Unset::Endless),
        (Sort::Booking, "earliest") | (Sort::Afterwards, "blocks") => (true, Unset::Nothing),
        _ => (true, Unset::Endless),
    };
    let grew = match (old, new) {
        (Some(old), Some(new)) => new.surely(old),
        (None, Some(_)) => Some(if matches!(unset, Unset::Nothing) { Ordering::Greater } else { Ordering::Less }),
        (Some(_), None) => Some(if matches!(unset, Unset::Nothing) { Ordering::Less } else { Ordering::Greater }),
        (None, None) => None,
    };
    grew.map_or(Effect::Open, |grew| more(grew, longer_is_harder))
}

/// An element of a list came, went or changed.
pub(super) fn of_item(key: &str, told: &Told<'_>) -> Effect {
    let burden = match key {
        "checks" | "limits" => true,
        "applicants" | "channels" | "media-types" | "replaced-by" | "from" => false,
        _ => return Effect::Open,
    };
    match told {
        Told::Came(_) if burden => Effect::Harder,
        Told::Came(_) => Effect::Easier,
        Told::Went(_) if burden => Effect::Easier,
        Told::Went(_) => Effect::Harder,
        Told::Changed(..) | Told::Moved(..) | Told::Order => Effect::Open,
    }
}
