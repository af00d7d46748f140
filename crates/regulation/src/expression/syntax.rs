//! The tree of an expression as written, with the bytes of each part.

use jiff::civil::Date;
use rust_decimal::Decimal;

/// Bytes inside the expression's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Place {
    pub start: usize,
    pub end: usize,
}

/// A finding inside an expression; it becomes a diagnostic when the expression's own place is added.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub code: &'static str,
    pub place: Place,
    pub message: String,
    pub label: String,
    pub help: String,
}

impl Found {
    pub fn new(
        code: &'static str,
        place: Place,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { code, place, message: message.into(), label: label.into(), help: help.into() }
    }
}

/// A length of time: whole months, then days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Length {
    pub months: i32,
    pub days: i32,
}

/// Comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// Reckoning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// What stands after `in`.
#[derive(Debug, Clone)]
pub(crate) enum Test {
    /// Equal to this, or an element of it when it is a list.
    Value(Syntax),
    /// `>= 18`.
    Related(Relation, Syntax),
    /// `[a..b]`, `(a..b]` and so on.
    Range { low: Syntax, low_inside: bool, high: Syntax, high_inside: bool },
}

/// A part of an expression.
#[derive(Debug, Clone)]
pub(crate) struct Syntax {
    pub form: Form,
    pub place: Place,
}

/// What it is.
#[derive(Debug, Clone)]
pub(crate) enum Form {
    Number(Decimal),
    Text(String),
    YesNo(bool),
    Date(Date),
    Length(Length),
    Name(String),
    Not(Box<Syntax>),
    And(Vec<Syntax>),
    Or(Vec<Syntax>),
    Related(Relation, Box<Syntax>, Box<Syntax>),
    Between(Box<Syntax>, Box<Syntax>, Box<Syntax>),
    In(Box<Syntax>, Vec<Test>),
    If(Box<Syntax>, Box<Syntax>, Box<Syntax>),
    Reckoned(Operation, Box<Syntax>, Box<Syntax>),
    Negative(Box<Syntax>),
    Call(String, Vec<Syntax>),
    Quantified { every: bool, name: String, list: Box<Syntax>, body: Box<Syntax> },
    For { name: String, list: Box<Syntax>, value: Box<Syntax> },
    Filter(Box<Syntax>, Box<Syntax>),
    Field(Box<Syntax>, String),
    List(Vec<Syntax>),
}
