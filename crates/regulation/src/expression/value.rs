//! Values while an expression is evaluated: borrowed from the facts wherever that is possible.

use std::borrow::Cow;
use std::cmp::Ordering;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::syntax::Length;
use crate::fact::{Address, Attachment, Record, Value};
use crate::identifier::Identifier;
use crate::money::Money;
use crate::package::FactType;

/// Yes, no, or not known yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Truth {
    Yes,
    No,
    Unknown,
}

impl Truth {
    pub fn of(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }

    pub fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
        }
    }
}

/// A value on the way.
#[derive(Debug, Clone)]
pub(crate) enum Val<'a> {
    /// Not known yet.
    Unknown,
    /// Known to be absent, or a result that does not exist (a division by zero).
    Absent,
    YesNo(bool),
    /// A number, or an amount in roubles.
    Number(Decimal),
    Date(Date),
    Length(Length),
    Text(Cow<'a, str>),
    Address(&'a Address),
    Document(&'a Attachment),
    Record(&'a Record),
    Records(&'a [Record]),
    List(Vec<Val<'a>>),
}

impl<'a> Val<'a> {
    /// A fact's value as seen by an expression.
    pub fn of(value: &'a Value) -> Self {
        match value {
            Value::YesNo(yes) => Self::YesNo(*yes),
            Value::Number(number) => Self::Number(*number),
            Value::Money(money) => Self::Number(roubles(*money)),
            Value::Date(date) => Self::Date(*date),
            Value::Text(text) | Value::Choice(text) => Self::Text(Cow::Borrowed(text)),
            Value::Identifier(identifier) => Self::Text(Cow::Borrowed(identifier.as_str())),
            Value::Address(address) => Self::Address(address),
            Value::Document(document) => Self::Document(document),
            Value::List(records) => Self::Records(records),
        }
    }

    /// The number, if it is one.
    pub fn number(&self) -> Option<Decimal> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// The day, if it is one.
    pub fn date(&self) -> Option<Date> {
        if let Self::Date(day) = self { Some(*day) } else { None }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub fn truth(&self) -> Truth {
        match self {
            Self::YesNo(yes) => Truth::of(*yes),
            Self::Absent => Truth::No,
            // The checker lets only yes and no through; anything else would be its mistake, and
            // a mistake of ours must not decide a case.
            _ => Truth::Unknown,
        }
    }

    /// How two values of one kind stand to each other; `None` when they cannot be compared.
    pub fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => Some(a.cmp(b)),
            (Self::Date(a), Self::Date(b)) => Some(a.cmp(b)),
            (Self::Text(a), Self::Text(b)) => Some(a.as_ref().cmp(b.as_ref())),
            (Self::YesNo(a), Self::YesNo(b)) => Some(a.cmp(b)),
            (Self::Length(a), Self::Length(b)) => Some((a.months, a.days).cmp(&(b.months, b.days))),
            _ => None,
        }
    }

    /// Are they one value for certain?
    pub fn same(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Absent, Self::Absent)) || self.order(other) == Some(Ordering::Equal)
    }

    /// The value as a fact of that type; `None` when it does not fit or is out of its limits.
    pub fn into_fact(self, kind: &FactType) -> Option<Value> {
        Some(match (kind, self) {
            (FactType::YesNo, Self::YesNo(yes)) => Value::YesNo(yes),
            (FactType::Number { whole, min, max, .. }, Self::Number(number)) => {
                let fits = (!*whole || number.fract().is_zero())
                    && min.is_none_or(|min| number >= min)
                    && max.is_none_or(|max| number <= max);
                return fits.then(|| Value::Number(number.normalize()));
            }
            (FactType::Money, Self::Number(number)) => Value::Money(kopecks(number)?),
            (FactType::Date, Self::Date(date)) => Value::Date(date),
            (FactType::Text { max, .. }, Self::Text(text)) => {
                return (text.chars().count() <= *max).then(|| Value::Text(text.into_owned()));
            }
            (FactType::Choice(options), Self::Text(text)) => {
                return options.contains_key(text.as_ref()).then(|| Value::Choice(text.into_owned()));
            }
            (FactType::Identifier(kind), Self::Text(text)) => Value::Identifier(Identifier::parse(*kind, &text).ok()?),
            (FactType::Address, Self::Address(address)) => Value::Address(address.clone()),
            (FactType::Document(_), Self::Document(document)) => Value::Document(document.clone()),
            (FactType::List { .. }, list @ (Self::Records(_) | Self::List(_))) => Value::List(list.records()?),
            _ => return None,
        })
    }

    /// As the language writes it.
    pub fn words(&self) -> String {
        match self {
            Self::YesNo(true) => "да".to_owned(),
            Self::YesNo(false) => "нет".to_owned(),
            Self::Number(number) => number.normalize().to_string(),
            Self::Date(date) => date.to_string(),
            Self::Text(text) if text.starts_with('\u{1}') => "другой текст".to_owned(),
            Self::Text(text) => format!("\"{text}\""),
            _ => "…".to_owned(),
        }
    }

    fn records(self) -> Option<Vec<Record>> {
        match self {
            Self::Records(records) => Some(records.to_vec()),
            Self::List(elements) => elements
                .into_iter()
                .map(|element| match element {
                    Self::Record(record) => Some(record.clone()),
                    _ => None,
                })
                .collect(),
            _ => None,
        }
    }
}

fn roubles(money: Money) -> Decimal {
    Decimal::new(money.kopecks(), 2)
}

/// Whole kopecks, half a kopeck away from zero.
fn kopecks(roubles: Decimal) -> Option<Money> {
    let kopecks = roubles.checked_mul(Decimal::ONE_HUNDRED)?;
    let strategy = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    kopecks.round_dp_with_strategy(0, strategy).to_i64().map(Money::from_kopecks)
}
