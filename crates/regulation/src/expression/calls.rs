//! Functions that give a value: on lists, numbers, texts and dates.

use rust_decimal::Decimal;

use super::dates;
use super::functions::Function;
use super::value::Val;

/// A function of one argument.
pub(crate) fn one<'a>(function: Function, value: Val<'a>) -> Val<'a> {
    match (function, value) {
        (_, Val::Unknown) => Val::Unknown,
        (Function::Count, Val::Records(records)) => Val::Number(records.len().into()),
        (Function::Count, Val::List(elements)) => Val::Number(elements.len().into()),
        (Function::Count | Function::Sum, Val::Absent) => Val::Number(Decimal::ZERO),
        (Function::Sum, Val::List(elements)) => sum(&elements),
        (Function::Min, Val::List(elements)) => extreme(elements, std::cmp::Ordering::Less),
        (Function::Max, Val::List(elements)) => extreme(elements, std::cmp::Ordering::Greater),
        (Function::Flatten, Val::List(elements)) => flat(elements),
        (Function::Year, Val::Date(date)) => Val::Number(date.year().into()),
        (Function::Month, Val::Date(date)) => Val::Number(date.month().into()),
        (Function::Day, Val::Date(date)) => Val::Number(date.day().into()),
        (Function::StringLength, Val::Text(text)) => Val::Number(text.chars().count().into()),
        (Function::UpperCase, Val::Text(text)) => Val::Text(text.to_uppercase().into()),
        (Function::LowerCase, Val::Text(text)) => Val::Text(text.to_lowercase().into()),
        (Function::Floor, Val::Number(number)) => Val::Number(number.floor()),
        (Function::Ceiling, Val::Number(number)) => Val::Number(number.ceil()),
        (Function::Abs, Val::Number(number)) => Val::Number(number.abs()),
        _ => Val::Absent,
    }
}

/// A function of two arguments.
pub(crate) fn two<'a>(function: Function, left: Val<'a>, right: Val<'a>) -> Val<'a> {
    match (left, right) {
        (Val::Absent, _) | (_, Val::Absent) => Val::Absent,
        (Val::Unknown, _) | (_, Val::Unknown) => Val::Unknown,
        (Val::Date(from), Val::Date(to)) => match function {
            Function::Age | Function::YearsBetween => Val::Number(dates::years_between(from, to).into()),
            Function::DaysBetween => Val::Number(dates::days_between(from, to).into()),
            _ => Val::Absent,
        },
        _ => Val::Absent,
    }
}

/// Lists in a list become one; an inner list that is not known leaves the whole open.
fn flat<'a>(elements: Vec<Val<'a>>) -> Val<'a> {
    let mut whole = Vec::with_capacity(elements.len());
    for element in elements {
        match element {
            Val::Records(records) => whole.extend(records.iter().map(Val::Record)),
            Val::List(inner) => whole.extend(inner),
            Val::Unknown => return Val::Unknown,
            _ => {}
        }
    }
    Val::List(whole)
}

/// Absent elements are left out: an optional amount that was not given adds nothing.
fn sum<'a>(elements: &[Val<'a>]) -> Val<'a> {
    let mut total = Decimal::ZERO;
    let mut unknown = false;
    for element in elements {
        match element {
            Val::Number(number) => match total.checked_add(*number) {
                Some(next) => total = next,
                None => return Val::Absent,
            },
            Val::Absent => {}
            _ => unknown = true,
        }
    }
    if unknown { Val::Unknown } else { Val::Number(total) }
}

fn extreme<'a>(elements: Vec<Val<'a>>, wanted: std::cmp::Ordering) -> Val<'a> {
    let mut best = Val::Absent;
    for element in elements {
        match element {
            Val::Absent => {}
            Val::Unknown => return Val::Unknown,
            element if matches!(best, Val::Absent) || element.order(&best) == Some(wanted) => best = element,
            _ => {}
        }
    }
    best
}
