//! The waist: five kinds of value, statements by name, rows read from left to right.

use domain::id::{
    AppointmentId, CaseId, ChargeId, ComplaintId, DraftId, EvidenceRequestId, JobId, NoticeId, OfferId, OfficialId,
    PartId, PersonId, RatingId, ReadingId, ResultId, SendingId, ShareId, TimerId,
};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::StoreError;

/// Everything that goes into a database or comes out of it. There are no floats.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// Yes or no; an integer 0 or 1 in SQLite.
    Bool(bool),
    /// A 64-bit integer: counts, kopecks, milliseconds UTC.
    Int(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// A statement both engines understand, with arguments `$1…$n`, and the name it has in errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    /// Module and purpose, for example `cases.insert`.
    pub name: &'static str,
    /// One SQL text for both engines.
    pub sql: &'static str,
}

/// Drivers log arguments when asked to log much; what people wrote must not get there.
impl std::fmt::Debug for Value {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Null => formatter.write_str("null"),
            Self::Bool(answer) => write!(formatter, "{answer}"),
            Self::Int(number) => write!(formatter, "{number}"),
            Self::Text(text) => write!(formatter, "text of {} bytes", text.len()),
            Self::Bytes(bytes) => write!(formatter, "{} bytes", bytes.len()),
        }
    }
}

impl Statement {
    /// Names a statement.
    pub const fn new(name: &'static str, sql: &'static str) -> Self {
        Self { name, sql }
    }
}

/// Arguments of a statement in the order of their numbers.
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::value::Value::from($value)),*] };
}
pub(crate) use args;

macro_rules! from {
    ($($from:ty => |$value:ident| $into:expr),* $(,)?) => {$(
        impl From<$from> for Value {
            fn from($value: $from) -> Self { $into }
        }
    )*};
}

from! {
    bool => |value| Self::Bool(value),
    i64 => |value| Self::Int(value),
    u32 => |value| Self::Int(i64::from(value)),
    &str => |value| Self::Text(value.to_owned()),
    &String => |value| Self::Text(value.clone()),
    String => |value| Self::Text(value),
    Vec<u8> => |value| Self::Bytes(value),
    &[u8] => |value| Self::Bytes(value.to_vec()),
    Timestamp => |value| Self::Int(value.as_millisecond()),
    &PersonId => |value| Self::Text(value.0.clone()),
    &DraftId => |value| Self::Text(value.0.clone()),
    &CaseId => |value| Self::Text(value.0.clone()),
    &OfficialId => |value| Self::Text(value.0.clone()),
    &NoticeId => |value| Self::Text(value.0.clone()),
    &JobId => |value| Self::Text(value.0.clone()),
    &TimerId => |value| Self::Text(value.0.clone()),
    &ResultId => |value| Self::Text(value.0.clone()),
    &EvidenceRequestId => |value| Self::Text(value.0.clone()),
    &ShareId => |value| Self::Text(value.0.clone()),
    &ReadingId => |value| Self::Text(value.0.clone()),
    &SendingId => |value| Self::Text(value.0.clone()),
    &AppointmentId => |value| Self::Text(value.0.clone()),
    &OfferId => |value| Self::Text(value.0.clone()),
    &ComplaintId => |value| Self::Text(value.0.clone()),
    &RatingId => |value| Self::Text(value.0.clone()),
    &ChargeId => |value| Self::Text(value.0.clone()),
    &PartId => |value| Self::Text(value.0.clone()),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A closed word (an enum without fields) as the short text it is stored as.
pub(crate) fn word<T: Serialize>(value: &T) -> Value {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => Value::Text(text),
        _ => Value::Null,
    }
}

/// A part of an aggregate that SQL never looks into, as JSON text. What cannot be written
/// becomes NULL, which the `NOT NULL` of every such column refuses.
pub(crate) fn json<T: Serialize>(value: &T) -> Value {
    serde_json::to_string(value).map_or(Value::Null, Value::Text)
}

/// One row of an answer, read from left to right.
#[derive(Debug)]
pub struct Row {
    statement: &'static str,
    values: std::vec::IntoIter<Value>,
}

impl Row {
    pub(crate) fn new(statement: &'static str, values: Vec<Value>) -> Self {
        Self { statement, values: values.into_iter() }
    }

    /// The values not read yet.
    pub fn rest(self) -> Vec<Value> {
        self.values.collect()
    }

    fn next(&mut self, column: &str) -> Result<Value, StoreError> {
        self.values.next().ok_or_else(|| self.broken(column, "the row has no such column"))
    }

    fn broken(&self, column: &str, what: &str) -> StoreError {
        StoreError::Broken(format!("{}, column {column}: {what}", self.statement))
    }

    /// Text.
    pub fn text(&mut self, column: &str) -> Result<String, StoreError> {
        self.maybe_text(column)?.ok_or_else(|| self.broken(column, "text expected, nothing found"))
    }

    /// Text or nothing.
    pub fn maybe_text(&mut self, column: &str) -> Result<Option<String>, StoreError> {
        match self.next(column)? {
            Value::Text(text) => Ok(Some(text)),
            Value::Null => Ok(None),
            _ => Err(self.broken(column, "text expected")),
        }
    }

    /// An integer.
    pub fn int(&mut self, column: &str) -> Result<i64, StoreError> {
        self.maybe_int(column)?.ok_or_else(|| self.broken(column, "integer expected, nothing found"))
    }

    /// An integer or nothing.
    pub fn maybe_int(&mut self, column: &str) -> Result<Option<i64>, StoreError> {
        match self.next(column)? {
            Value::Int(number) => Ok(Some(number)),
            Value::Null => Ok(None),
            _ => Err(self.broken(column, "integer expected")),
        }
    }

    /// Yes or no; SQLite answers 1 or 0.
    pub fn bool(&mut self, column: &str) -> Result<bool, StoreError> {
        match self.next(column)? {
            Value::Bool(answer) => Ok(answer),
            Value::Int(0) => Ok(false),
            Value::Int(1) => Ok(true),
            _ => Err(self.broken(column, "yes or no expected")),
        }
    }

    /// Bytes or nothing.
    pub fn maybe_bytes(&mut self, column: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match self.next(column)? {
            Value::Bytes(bytes) => Ok(Some(bytes)),
            Value::Null => Ok(None),
            _ => Err(self.broken(column, "bytes expected")),
        }
    }

    /// An instant, stored in milliseconds UTC.
    pub fn at(&mut self, column: &str) -> Result<Timestamp, StoreError> {
        self.maybe_at(column)?.ok_or_else(|| self.broken(column, "instant expected, nothing found"))
    }

    /// An instant or nothing.
    pub fn maybe_at(&mut self, column: &str) -> Result<Option<Timestamp>, StoreError> {
        match self.maybe_int(column)? {
            None => Ok(None),
            Some(milliseconds) => {
                Timestamp::from_millisecond(milliseconds).map(Some).map_err(|_| self.broken(column, "not an instant"))
            }
        }
    }

    /// A closed word, for example a state.
    pub fn word<T: DeserializeOwned>(&mut self, column: &str) -> Result<T, StoreError> {
        let text = self.text(column)?;
        serde_json::from_value(serde_json::Value::String(text))
            .map_err(|error| self.broken(column, &format!("unknown word ({error})")))
    }

    /// JSON text.
    pub fn json<T: DeserializeOwned>(&mut self, column: &str) -> Result<T, StoreError> {
        let text = self.text(column)?;
        // serde's message names the field and the place, never the value of a text.
        serde_json::from_str(&text).map_err(|error| self.broken(column, &format!("unreadable JSON ({error})")))
    }

    /// JSON text written by version `known` of the shape; a newer one is not guessed at.
    pub fn body<T: DeserializeOwned>(&mut self, known: i64) -> Result<T, StoreError> {
        let version = self.int("body_version")?;
        if version != known {
            return Err(self.broken("body_version", &format!("{version} found, {known} known")));
        }
        self.json("body")
    }
}
