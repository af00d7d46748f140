//! What becomes of values: comparisons, reckoning, parts of records and lists. What is unknown
//! stays so; with what is absent a comparison is no and a reckoning has no result.

use std::cmp::Ordering;

use super::dates;
use super::syntax::{Operation, Relation};
use super::value::{Truth, Val};

/// The decisive answer if any part gives it; otherwise the other one, if none is unknown.
pub(crate) fn until(decisive: Truth, parts: impl Iterator<Item = Truth>) -> Truth {
    let mut unknown = false;
    for part in parts {
        if part == decisive {
            return decisive;
        }
        unknown |= part == Truth::Unknown;
    }
    if unknown { Truth::Unknown } else { decisive.not() }
}

/// One element of a list: 1 is the first, -1 the last.
pub(crate) fn at<'a>(mut elements: Vec<Val<'a>>, place: i64) -> Val<'a> {
    let from_start = if place < 0 { i64::try_from(elements.len()).unwrap_or(i64::MAX) + place } else { place - 1 };
    match usize::try_from(from_start) {
        Ok(at) if at < elements.len() => elements.swap_remove(at),
        _ => Val::Absent,
    }
}

/// A field of a record, of each record of a list, or of an address.
pub(crate) fn field<'a>(of: Val<'a>, name: &str, required: bool) -> Val<'a> {
    match of {
        Val::Record(record) => match record.get(name) {
            Some(value) => Val::of(value),
            None if required => Val::Unknown,
            None => Val::Absent,
        },
        Val::Address(address) => match name {
            "text" => Val::Text(address.text.as_str().into()),
            _ => address.fias.as_deref().map_or(Val::Absent, |fias| Val::Text(fias.into())),
        },
        Val::Records(records) => {
            Val::List(records.iter().map(|record| field(Val::Record(record), name, required)).collect())
        }
        Val::List(elements) => Val::List(elements.into_iter().map(|element| field(element, name, required)).collect()),
        Val::Absent => Val::Absent,
        _ => Val::Unknown,
    }
}

/// A comparison; with what is absent it is no.
pub(crate) fn related(relation: Relation, left: &Val<'_>, right: &Val<'_>) -> Truth {
    match (left, right) {
        (Val::Absent, _) | (_, Val::Absent) => return Truth::No,
        (Val::Unknown, _) | (_, Val::Unknown) => return Truth::Unknown,
        _ => {}
    }
    let Some(order) = left.order(right) else { return Truth::Unknown };
    Truth::of(match relation {
        Relation::Equal => order == Ordering::Equal,
        Relation::Unequal => order != Ordering::Equal,
        Relation::Less => order == Ordering::Less,
        Relation::LessOrEqual => order != Ordering::Greater,
        Relation::Greater => order == Ordering::Greater,
        Relation::GreaterOrEqual => order != Ordering::Less,
    })
}

/// Is a part in a text, or an element in a list?
pub(crate) fn contains(whole: &Val<'_>, part: &Val<'_>) -> Truth {
    match (whole, part) {
        (Val::Absent, _) | (_, Val::Absent) => Truth::No,
        (Val::Text(whole), Val::Text(part)) => Truth::of(whole.contains(part.as_ref())),
        (Val::List(elements), _) => {
            until(Truth::Yes, elements.iter().map(|element| related(Relation::Equal, element, part)))
        }
        _ => Truth::Unknown,
    }
}

/// Reckoning; what has no result is absent.
pub(crate) fn reckoned<'a>(operation: Operation, left: Val<'a>, right: Val<'a>) -> Val<'a> {
    let result = match (left, right) {
        (Val::Absent, _) | (_, Val::Absent) => None,
        (Val::Unknown, _) | (_, Val::Unknown) => return Val::Unknown,
        (Val::Number(a), Val::Number(b)) => match operation {
            Operation::Add => a.checked_add(b),
            Operation::Subtract => a.checked_sub(b),
            Operation::Multiply => a.checked_mul(b),
            Operation::Divide => a.checked_div(b),
        }
        .map(Val::Number),
        (Val::Date(date), Val::Length(length)) | (Val::Length(length), Val::Date(date)) => {
            let sign = if operation == Operation::Subtract { -1 } else { 1 };
            dates::shifted(date, length, sign).map(Val::Date)
        }
        _ => None,
    };
    result.unwrap_or(Val::Absent)
}
